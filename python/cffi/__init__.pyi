from typing import Final

from .api import FFI as FFI
from .api import Declaration as Declaration
from .error import CDefError as CDefError
from .error import FFIError as FFIError
from .error import PkgConfigError as PkgConfigError
from .error import VerificationError as VerificationError
from .error import VerificationMissing as VerificationMissing

__version__: Final[str]
__version_info__: Final[tuple[int | str, ...]]
