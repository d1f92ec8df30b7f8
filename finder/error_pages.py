"""What is said of an error: a page with a sentence where people read, one JSON shape elsewhere."""

from __future__ import annotations

from flask import Flask, make_response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from finder.api import status_of
from finder.errors import (
    FinderError,
    NotYetError,
    Problem,
    Sentence,
    TooManyError,
    problems_object,
    sentence,
)
from finder.paths import address_of
from finder.site import gettext, is_staff

# What went wrong before anything of ours was asked, by the status.
_SAID = {
    400: (sentence("这个请求看不懂。"), sentence("请检查网址和内容再试。")),
    405: (sentence("这个地址只能读取。"), sentence("请用 GET。")),
    408: (sentence("请求太久没有送完，没有接收。"), sentence("请检查网络再试。")),
    413: (
        sentence("送来的内容太大，没有接收；表格不能超过 20 MB。"),
        sentence("请只保留设施这一张表；登录过期时请先重新登录。"),
    ),
    414: (sentence("网址太长，没有接收。"), sentence("请少写几个条件。")),
    431: (sentence("请求头太长，没有接收。"), sentence("请少送一些请求头。")),
}
_SERVERS = (sentence("服务器出了错。"), sentence("请稍后再试。"))


def error_answer(
    problems: tuple[Problem, ...], status: int, is_coming: bool = False
) -> ResponseReturnValue:
    """Return what is said of an error.

    The page is the staff's own where they made the request.

    Args:
        is_coming: whether the answer is being made.
    """
    problems = tuple(problem.without_folders() for problem in problems)
    if not address_of(request.path).is_page:
        return problems_object(problems, gettext()), status
    listed = [problem.as_dict(gettext()) for problem in problems]
    template = "staff/error.html" if is_staff() else "error.html"
    page = render_template(template, problems=listed, status=status, is_coming=is_coming)
    return page, status


def add_error_pages(app: Flask) -> None:
    """Make errors readable."""

    @app.errorhandler(FinderError)
    def finder_error(error: FinderError) -> ResponseReturnValue:
        is_coming = isinstance(error, NotYetError)
        response = make_response(error_answer(error.problems, status_of(error), is_coming))
        if isinstance(error, NotYetError | TooManyError):
            response.headers["Retry-After"] = str(error.wait_s)
            if is_coming and address_of(request.path).is_page:
                # A browser that waits on the page then asks again by itself.
                response.headers["Refresh"] = str(error.wait_s)
        return response

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> ResponseReturnValue:
        status = error.code or 500
        if status < 400:
            return error
        message, hint = said_of(status, request.path)
        problem = Problem(message, hint, value=request.path)
        response = make_response(error_answer((problem,), status))
        # What a client has to know besides: which methods there are, when to try again.
        for name in ("Allow", "Retry-After"):
            if value := error.get_response().headers.get(name):
                response.headers[name] = value
        return response


def said_of(status: int, path: str = "") -> tuple[Sentence, Sentence]:
    """Return message and hint of an error of which only the status is known."""
    if status == 404:
        message = sentence("没有“%(value)s”这个页面。", value=path)
        if not address_of(path).is_page:
            return message, sentence("有哪些地址，见 /api。")
        return message, sentence("请回到首页，从列表里选择。")
    if status < 500:
        return _SAID.get(status, _SAID[400])
    return _SERVERS
