"""From declarations to a module: what build scripts call ends here.

spec.py holds what a build script has said; sources.py writes the C or Python source; module.py builds a module from it,
with extension.py (what is compiled), toolchain.py (with what), setup_cfg.py (what setup.cfg adds), embedding.py (how
Python is linked in) and driver.py (which runs the compiler); diagnostics.py explains the compiler's errors.
"""
