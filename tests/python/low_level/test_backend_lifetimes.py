"""Types made by the functions of _cffi_backend die when nobody uses them, and not before."""

import gc
import weakref

import pytest

import _cffi_backend as B

INT = B.new_primitive_type("int")


def struct(*fields):
    s = B.new_struct_type("struct s")
    B.complete_struct_or_union(s, list(fields))
    return s


def alive(references):
    for _ in range(3):
        gc.collect()
    return sum(reference() is not None for reference in references)


MAKERS = {
    "struct": lambda: struct(("a", INT)),
    "opaque struct": lambda: B.new_struct_type("struct opaque"),
    "union": lambda: B.new_union_type("union u"),
    "enum": lambda: B.new_enum_type("enum e", ("A", "B"), (0, 1), INT),
    "pointer": lambda: B.new_pointer_type(struct(("a", INT))),
    "array": lambda: B.new_array_type(B.new_pointer_type(struct(("a", INT))), 5),
    "function": lambda: B.new_function_type(
        (struct(("a", INT)), B.new_pointer_type(B.new_struct_type("struct t"))), struct(("b", INT))
    ),
    "nested": lambda: struct(("a", struct(("b", struct(("c", INT)))))),
}


@pytest.mark.parametrize("kind", sorted(MAKERS))
def test_types_die(kind):
    assert alive([weakref.ref(MAKERS[kind]()) for _ in range(100)]) == 0


def mutual():
    s, t = B.new_struct_type("struct s"), B.new_struct_type("struct t")
    B.complete_struct_or_union(s, [("t", B.new_pointer_type(t)), ("n", INT)])
    B.complete_struct_or_union(t, [("s", B.new_pointer_type(s)), ("n", INT)])
    return s, t


def test_mutually_recursive_types():
    for _ in range(20):
        s, t = mutual()
        p, q = B.newp(B.new_pointer_type(s)), B.newp(B.new_pointer_type(t))
        p.t, q.s, p.n = q, p, 5
        del s, t
        gc.collect()
        assert p.t.s.t.s.n == 5


@pytest.mark.ours("the released package keeps them")
def test_recursive_types_die():
    def recursive():
        s = B.new_struct_type("struct s")
        B.complete_struct_or_union(s, [("next", B.new_pointer_type(s))])
        return weakref.ref(s)

    assert alive([recursive() for _ in range(100)]) == 0
    assert alive([weakref.ref(t) for _ in range(20) for t in mutual()]) == 0


def test_cdata_keep_their_types():
    p = B.newp(B.new_pointer_type(struct(("in", struct(("a", INT), ("b", INT))))), [[5, 6]])
    gc.collect()
    assert (getattr(p, "in").a, getattr(p, "in").b, B.typeof(getattr(p, "in")).cname) == (5, 6, "struct s")


def test_function_types_keep_their_components():
    s, t = struct(("a", INT)), struct(("b", INT))
    f = B.new_function_type((B.new_pointer_type(s), B.new_pointer_type(t)), B.new_pointer_type(s))
    names = [weakref.ref(s), weakref.ref(t)]
    del s, t
    assert alive(names) == 2
    assert [a.item.fields[0][0] for a in f.args] == ["a", "b"] and f.result.item is f.args[0].item
    same = B.new_function_type(f.args, f.result)
    assert same is f


def test_opaque_types_may_be_completed_late():
    f = B.new_function_type(
        (B.new_pointer_type(struct(("a", INT))), B.new_pointer_type(B.new_struct_type("struct late"))), INT
    )
    gc.collect()
    late = f.args[1].item
    B.complete_struct_or_union(late, [("x", INT)])
    assert B.sizeof(late) == 4


def test_finalizers_of_garbage_may_use_types():
    """All of it dies in one garbage collection, and the finalizer runs while it does."""
    seen = []

    class Last:
        def __del__(self):
            seen.append(self.pointer.other.n)

    s, t = B.new_struct_type("struct s"), B.new_struct_type("struct t")
    B.complete_struct_or_union(s, [("other", B.new_pointer_type(t)), ("n", INT)])
    B.complete_struct_or_union(t, [("other", B.new_pointer_type(s)), ("n", INT)])
    last = Last()
    last.kept = B.newp(B.new_pointer_type(t), {"n": 7})
    last.pointer = B.newp(B.new_pointer_type(s), {"other": last.kept})
    last.itself = last
    del s, t, last
    gc.collect()
    assert seen == [7]
