"""Where type checkers look for `_cffi_backend`: the types are in the package, cffi/_cffi_backend.pyi."""

from cffi._cffi_backend import *
from cffi._cffi_backend import _C_API as _C_API
from cffi._cffi_backend import __version__ as __version__
from cffi._cffi_backend import _CDataBase as _CDataBase
from cffi._cffi_backend import _CDefError as _CDefError
from cffi._cffi_backend import _CdefFFI as _CdefFFI
from cffi._cffi_backend import _FFIError as _FFIError
from cffi._cffi_backend import _get_common_types as _get_common_types
from cffi._cffi_backend import _get_types as _get_types
from cffi._cffi_backend import _interfaces as _interfaces
from cffi._cffi_backend import _rebuild_error as _rebuild_error
from cffi._cffi_backend import _testbuff as _testbuff
from cffi._cffi_backend import _testfunc as _testfunc
