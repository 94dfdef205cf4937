"""The CMake module FindCffi. scikit-build-core finds it here by itself; see `cffi-gen-src --cmake-dir` for others."""
