/* The limit that the other ways are held against: a k-d tree over positions in space. Each minute its
   nodes are told what is open below them: in which box, of which kinds; a node with an open
   facility below one child only stands for that child. Compiled when it is measured. */

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

enum { LEAF = 8, RANKS = 2, ALL_KINDS = 0xffff };

/* What a node knows of the facilities below it that have one rank at the minute. */
typedef struct {
    float low[3], high[3];     /* their box, rounded outwards */
    int32_t left, right;       /* nodes; of a leaf, its first facility and nothing */
    uint16_t kinds;            /* one bit each; none if there are no facilities */
    uint8_t bits;              /* of a leaf: which ones; 0 in other nodes */
} Side;

typedef struct {
    Side sides[RANKS];
    int32_t first, count;      /* of a leaf; count is 0 in other nodes */
    int32_t right;             /* the left child is the next node */
} Node;

typedef struct {
    double xyz[3];
    int32_t place, hours;
    uint16_t kind;             /* one bit */
} Facility;

typedef struct {
    Facility *facilities;
    Node *nodes;
    int32_t size, node_count;
} Tree;

typedef struct {
    const Tree *tree;
    double here[3], worst;     /* the square of the k-th chord so far */
    int32_t rank, k, found, *places;
    uint16_t kinds;
    double *squares;
} Search;

/* Puts the middle facility along an axis where sorting would put it, smaller ones before it. */
static void split(Facility *all, int32_t count, int32_t middle, int axis)
{
    int32_t left = 0, right = count - 1;
    while (left < right) {
        double pivot = all[(left + right) / 2].xyz[axis];
        int32_t i = left, j = right;
        while (i <= j) {
            while (all[i].xyz[axis] < pivot) i++;
            while (all[j].xyz[axis] > pivot) j--;
            if (i <= j) {
                Facility other = all[i];
                all[i++] = all[j];
                all[j--] = other;
            }
        }
        if (middle <= j) right = j;
        else if (middle >= i) left = i;
        else return;
    }
}

static void add(Tree *tree, int32_t first, int32_t count)
{
    int32_t self = tree->node_count++, half = count / 2;
    Node *node = &tree->nodes[self];
    int widest = 0;
    double width = -1;
    node->first = first;
    node->count = count <= LEAF ? count : 0;
    if (node->count) return;
    for (int axis = 0; axis < 3; axis++) {
        double low = INFINITY, high = -INFINITY;
        for (int32_t i = first; i < first + count; i++) {
            low = fmin(low, tree->facilities[i].xyz[axis]);
            high = fmax(high, tree->facilities[i].xyz[axis]);
        }
        if (high - low > width) {
            width = high - low;
            widest = axis;
        }
    }
    split(tree->facilities + first, count, half, widest);
    add(tree, first, half);
    tree->nodes[self].right = tree->node_count;
    add(tree, first + half, count - half);
}

Tree *tree_new(int32_t size, const double *xyz, const int32_t *hours, const uint8_t *kinds)
{
    Tree *tree = calloc(1, sizeof *tree);
    tree->size = size;
    tree->facilities = calloc((size_t)size + 1, sizeof *tree->facilities);
    /* Halving stops at LEAF, so that a leaf has at least LEAF / 2, unless it is the only one. */
    tree->nodes = calloc((size_t)size / (LEAF / 2) * 2 + 3, sizeof *tree->nodes);
    for (int32_t i = 0; i < size; i++) {
        Facility *one = &tree->facilities[i];
        for (int axis = 0; axis < 3; axis++) one->xyz[axis] = xyz[3 * (size_t)i + axis];
        one->place = i;
        one->hours = hours[i];
        one->kind = (uint16_t)(1 << kinds[i]);
    }
    if (size) add(tree, 0, size);
    tree->nodes = realloc(tree->nodes, ((size_t)tree->node_count + 1) * sizeof *tree->nodes);
    return tree;
}

void tree_free(Tree *tree)
{
    free(tree->facilities);
    free(tree->nodes);
    free(tree);
}

static Side leaf_side(const Tree *tree, const Node *node, int rank, const uint8_t *rank_of_hours)
{
    Side side = {{INFINITY, INFINITY, INFINITY}, {-INFINITY, -INFINITY, -INFINITY},
                 node->first, 0, 0, 0};
    for (int32_t i = 0; i < node->count; i++) {
        const Facility *one = &tree->facilities[node->first + i];
        if (rank_of_hours[one->hours] != rank) continue;
        for (int axis = 0; axis < 3; axis++) {
            float near = (float)one->xyz[axis];
            side.low[axis] = fminf(side.low[axis], nextafterf(near, -INFINITY));
            side.high[axis] = fmaxf(side.high[axis], nextafterf(near, INFINITY));
        }
        side.kinds |= one->kind;
        side.bits |= (uint8_t)(1 << i);
    }
    return side;
}

/* Writes into every node what is open now; children come after their parents. */
void tree_minute(Tree *tree, const uint8_t *rank_of_hours)
{
    for (int32_t self = tree->node_count - 1; self >= 0; self--) {
        Node *node = &tree->nodes[self];
        for (int rank = 0; rank < RANKS; rank++) {
            Side *side = &node->sides[rank];
            if (node->count) {
                *side = leaf_side(tree, node, rank, rank_of_hours);
                continue;
            }
            const Side *left = &node[1].sides[rank], *right = &tree->nodes[node->right].sides[rank];
            if (!left->kinds || !right->kinds) {
                *side = left->kinds ? *left : *right;
                continue;
            }
            for (int axis = 0; axis < 3; axis++) {
                side->low[axis] = fminf(left->low[axis], right->low[axis]);
                side->high[axis] = fmaxf(left->high[axis], right->high[axis]);
            }
            side->left = self + 1;
            side->right = node->right;
            side->kinds = left->kinds | right->kinds;
            side->bits = 0;
        }
    }
}

static double square_to_box(const Side *side, const double *here)
{
    double sum = 0;
    for (int axis = 0; axis < 3; axis++) {
        double below = side->low[axis] - here[axis], above = here[axis] - side->high[axis];
        double away = fmax(fmax(below, above), 0);
        sum += away * away;
    }
    return sum;
}

static void keep(Search *search, double square, int32_t place)
{
    int32_t at = search->found < search->k ? search->found++ : search->k - 1;
    for (; at > 0 && search->squares[at - 1] > square; at--) {
        search->squares[at] = search->squares[at - 1];
        search->places[at] = search->places[at - 1];
    }
    search->squares[at] = square;
    search->places[at] = place;
    if (search->found == search->k) search->worst = search->squares[search->k - 1];
}

static void look(Search *search, const Side *side)
{
    if (side->bits) {
        for (unsigned bits = side->bits; bits; bits &= bits - 1) {
            const Facility *one = &search->tree->facilities[side->left + __builtin_ctz(bits)];
            if (!(one->kind & search->kinds)) continue;
            double x = one->xyz[0] - search->here[0], y = one->xyz[1] - search->here[1];
            double z = one->xyz[2] - search->here[2], square = x * x + y * y + z * z;
            if (square < search->worst) keep(search, square, one->place);
        }
        return;
    }
    const Node *nodes = search->tree->nodes;
    const Side *near = &nodes[side->left].sides[search->rank];
    const Side *far = &nodes[side->right].sides[search->rank];
    double near_square = square_to_box(near, search->here);
    double far_square = square_to_box(far, search->here);
    if (far_square < near_square) {
        const Side *other = near;
        double other_square = near_square;
        near = far, near_square = far_square;
        far = other, far_square = other_square;
    }
    if (near_square < search->worst && near->kinds & search->kinds) look(search, near);
    if (far_square < search->worst && far->kinds & search->kinds) look(search, far);
}

/* Writes the k shortest chords, in metres and in order, and returns how many there are. */
int32_t tree_nearest(const Tree *tree, double x, double y, double z, int32_t rank, int32_t kinds,
                     int32_t k, int32_t *places, double *chords)
{
    Search search = {tree, {x, y, z}, INFINITY, rank, k, 0, places,
                     (uint16_t)(kinds ? kinds : ALL_KINDS), chords};
    if (tree->size && k > 0 && tree->nodes[0].sides[rank].kinds)
        look(&search, &tree->nodes[0].sides[rank]);
    for (int32_t i = 0; i < search.found; i++) chords[i] = sqrt(chords[i]);
    return search.found;
}
