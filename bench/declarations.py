"""Declarations as they stand in real headers, as many bytes as wanted, always the same."""

from __future__ import annotations

_BLOCK = """\
/* Widget number {n}: what a library of some size declares for one of its objects. */
typedef struct widget_{n} widget_{n}_t;
enum widget_{n}_state {{ WIDGET_{n}_IDLE, WIDGET_{n}_BUSY = 4, WIDGET_{n}_FAILED = WIDGET_{n}_BUSY << 2 }};
#define WIDGET_{n}_MAX 0x{n:x}
struct widget_{n} {{
    uint32_t flags : 4, generation : 28;
    const char *name;
    double position[3];
    union {{ int64_t integer; void *pointer; unsigned char bytes[16]; }} payload;
    enum widget_{n}_state state;
    int (*on_event)(widget_{n}_t *self, int event, void *context);
    struct widget_{n} *next;
}};
widget_{n}_t *widget_{n}_new(const char *name, uint32_t flags);
void widget_{n}_free(widget_{n}_t *self);
int widget_{n}_resize(widget_{n}_t *self, unsigned long width, unsigned long height, const double scale[3]);
size_t widget_{n}_format(const widget_{n}_t *self, char *buffer, size_t size, const char *format, ...);
extern const int widget_{n}_version;
"""


def declarations(size: int) -> str:
    """Whole blocks of declarations, at least `size` bytes of them."""
    blocks, length, n = [], 0, 0
    while length < size:
        blocks.append(_BLOCK.format(n=n))
        length += len(blocks[-1])
        n += 1
    return "".join(blocks)
