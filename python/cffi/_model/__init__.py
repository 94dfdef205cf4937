"""Between the declarations of an FFI and cffi.model: builder.py makes its objects, text.py declares what they say."""
