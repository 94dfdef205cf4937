"""PyCryptodome calls its C by cffi where there is one. Its own self-tests, in parts."""

import importlib
import unittest

import pytest
from Crypto.Util import _raw_api

PARTS = ("Hash.test_SHA256", "Hash.test_BLAKE2", "Hash.test_CMAC", "Hash.test_keccak", "Cipher.test_AES", "Cipher.test_ChaCha20", "Cipher.test_GCM", "Cipher.test_OCB",
         "Cipher.test_Blowfish", "PublicKey.test_ECC_Ed25519", "PublicKey.test_RSA", "Protocol.test_KDF", "Signature.test_eddsa", "Math.test_Numbers", "Util.test_strxor")  # fmt: skip


def test_by_cffi():
    assert _raw_api.backend == "cffi"
    import cffi

    assert isinstance(_raw_api.ffi, cffi.FFI)


@pytest.mark.parametrize("part", PARTS)
def test_part(part):
    tests = importlib.import_module("Crypto.SelfTest." + part).get_tests(config={})
    result = unittest.TestResult()
    unittest.TestSuite(tests).run(result)
    assert result.testsRun > 3
    assert not result.errors and not result.failures, (result.errors + result.failures)[0]
