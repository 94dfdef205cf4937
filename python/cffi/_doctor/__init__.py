"""What `python -m cffi doctor` says: which Python, cffi and extension module these are, what is wrong, what repairs it.

It runs where the extension cannot be imported, too. installation.py looks around, facts.py describes what is there,
checks.py and modules.py find what is wrong with it, repair.py has the commands that repair it, report.py shows the
result, and examine.py does it all.
"""
