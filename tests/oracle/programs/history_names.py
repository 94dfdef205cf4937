"""What the histories of declarations may name: each with its true declaration first, then others that a cdef() may say instead."""

TEXTS = {
    "s0": ["struct s0 { int a; char b; };", "struct s0;", "struct s0 { int a; ...; };", "struct s0 { int a; int b; };", "struct s0 { long a; };"],
    "s1": ["struct s1 { struct s0 x; long y; };", "struct s1;", "struct s1 { struct s0 *x; };"],
    "s2": ["struct s2 { struct s3 *next; int n; };", "struct s2;", "struct s2 { struct s3 *next; ...; };", "struct s2 { struct s2 *next; };"],
    "s3": ["struct s3 { struct s2 inner; short z; };", "struct s3;", "struct s3 { short z; ...; };", "struct s3 { t1 inner; };"],
    "u0": ["union u0 { int i; char raw[4]; };", "union u0;", "union u0 { int i; ...; };", "union u0 { double d; };"],
    "e0": ["enum e0 { A0, B0 = 5 };", "enum e0 { A0, B0 = 6 };", "enum e0 { Z0 };"],
    "e1": ["enum e1 { A1 = -1, B1 };", "enum e1 { A1 = M1 };"],
    "t0": ["typedef int t0;", "typedef int... t0;", "typedef long t0;", "typedef struct s0 t0;"],
    "t1": ["typedef struct s0 t1;", "typedef struct s1 t1;"],
    "t2": ["typedef struct s1 *t2;", "typedef ... *t2;", "typedef t1 *t2;", "typedef void *t2;"],
    "t3": ["typedef struct { int q; } t3;", "typedef struct { int q; ...; } t3;", "typedef ... t3;", "typedef struct { int r; } t3;"],
    "t4": ["typedef int (*t4)(int);", "typedef int (*t4)(t0);", "typedef t0 t4(t0);"],
    "t5": ["typedef enum { C0, C1 = 9 } t5;", "typedef enum { C0, C1 } t5;"],
    "t6": ["typedef t1 t6[2];", "typedef t1 t6[M0];", "typedef t1 t6[];", "typedef t1 t6[...];"],
    "M0": ["\n#define M0 3\n", "\n#define M0 ...\n", "\n#define M0 4\n", "static const int M0;", "static const int M0 = 3;"],
    "M1": ["\n#define M1 4\n", "\n#define M1 ...\n", "\n#define M1 5\n", "enum { M1 = 4 };"],
    "f0": ["int f0(int);", "int f0(t0);", "static int f0(int);", "long f0(long);", "extern int f0(int x);", "int f0(int, int);", "t4 f0;"],
    "f1": ["long f1(struct s0 *);", "long f1(t1 *);", "long f1(void *);", "int f1(const struct s0 *);", "long f1(struct s0[]);"],
    "f3": ["t2 f3(t2);", "struct s1 *f3(struct s1 *);", "void *f3(void *);"],
    "f5": ["enum e0 f5(enum e0);", "int f5(int);", "t5 f5(t5);"],
    "f6": ["t3 *f6(t3 *);", "t3 *f6(t3 *p);", "void *f6(void *);"],
    "f7": ["int f7(void);", "int f7();", "unsigned int f7(void);"],
    "v0": ["extern int v0;", "extern t0 v0;", "extern const int v0;", "extern short v0;"],
    "v1": ["extern struct s0 v1;", "extern t1 v1;", "extern struct s1 *v1;"],
    "v2": ["extern int v2[4];", "extern int v2[];", "extern t0 v2[M1];", "extern int *v2;", "extern int v2[...];"],
    "p0": ['extern "Python" int p0(int);', 'extern "Python" { int p0(int); void p1(void); }', "int p0(int);"],
}  # fmt: skip

# What must be there before; another order is a mistake, or something that is allowed to differ.
NEEDS = {"s1": ["s0"], "s3": ["s2", "s0", "t1"], "s2": ["s3"], "t1": ["s0"], "t4": ["t0"], "t6": ["s0", "t1", "M0"], "f0": ["t0", "t4"], "f1": ["t1"], "f3": ["s1", "t2"], "f5": ["e0", "t5"], "f6": ["t3"],
         "v0": ["t0"], "v1": ["s0", "s1", "t1"], "v2": ["t0", "M1"], "e1": ["M1", "e0"], "t0": ["s0"], "t2": ["s1", "t1"], "M0": ["M1"]}  # fmt: skip

# None of these can be declared. What the grammar refuses may stand anywhere; the rest comes first, as what the released package has seen before it stays.
UNGRAMMATICAL = [
    "}",
    "struct {",
    "int a b;",
    "@",
    "int f9(;",
    "typedef;;;=",
    "struct s0 s0 s0;",
    "int f9() { return",
    "static 5;",
]
BROKEN = [
    "struct s0 { nope x; };",
    "int f9(nope);",
    "typedef nope t9;",
    "extern int v9[nope];",
    "enum e9 { Q9 = nope };",
]

HEADER = (
    "".join(TEXTS[name][0] for name in "s0 s1 s2 s3 u0 e0 e1 t0 t1 t2 t3 t4 t5 t6".split())
    + "\n#define M0 3\n#define M1 4\n"
)
SOURCE = (
    HEADER
    + """
int f0(int x) { return x; } long f1(struct s0 *p) { return p != 0; } t2 f3(t2 p) { return p; } enum e0 f5(enum e0 x) { return x; } t3 *f6(t3 *p) { return p; } int f7(void) { return 7; }
%(kind)s int v0; %(kind)s struct s0 v1; %(kind)s int v2[4];
"""
)
# More memory than any of the declarations asks for; what numbers and pointers come in, they go out.
LIBRARY = """long f0(long x) { return x; } long f1(long p) { return p != 0; } long f3(long p) { return p; } long f5(long x) { return x; } long f6(long p) { return p; } long f7(void) { return 7; }
int p0(int x) { return x; } long v0[8], v1[8], v2[8]; void clear(void) { for (int i = 0; i < 8; i++) v0[i] = v1[i] = v2[i] = 0; }"""

TYPES = [
    "struct s0",
    "struct s0 *",
    "struct s1",
    "struct s1 *",
    "struct s2",
    "struct s3",
    "struct s3 *",
    "union u0",
    "enum e0",
    "enum e1",
    "t0",
    "t1",
    "t1 *",
    "t2",
    "t3",
    "t3 *",
    "t4",
    "t5",
    "t6",
    "t0[M0]",
    "int[M1]",
    "int(*)(struct s0 *)",
    "struct s0[3]",
    "t2(*)(t2)",
    "struct nope *",
    "enum e0 *",
    "int *",
    "nope",
    "int[A0 + 2]",
]
CONSTANTS = ["M0", "M1", "A0", "B0", "A1", "B1", "C0", "C1", "Z0"]
FUNCTIONS = {"f0": "3", "f1": "F.new('struct s0 *')", "f3": "F.NULL", "f5": "5", "f6": "F.NULL", "f7": "", "p0": "3"}
VARIABLES = ["v0", "v1", "v2"]
