"""wgpu-native by its header, parsed when it is imported. There need be no graphics card."""

import pytest
import wgpu
from wgpu.backends.wgpu_native import _api, _ffi


def test_library():
    assert _ffi.ffi.typeof("WGPUInstance").kind == "pointer"
    assert wgpu.backends.wgpu_native.__version__
    assert _ffi.lib.wgpuGetVersion() > 0


def test_structs_and_callbacks():
    ffi = _ffi.ffi
    limits = ffi.new("WGPULimits *")
    assert ffi.sizeof(limits[0]) == ffi.sizeof("WGPULimits")
    assert "maxTextureDimension2D" in dict(ffi.typeof("WGPULimits").fields)
    assert ffi.typeof("WGPURequestAdapterCallback").kind in ("function", "pointer")


def test_adapters():
    for adapter in wgpu.gpu.enumerate_adapters_sync():
        assert adapter.info["device"] is not None
        assert adapter.limits


def test_no_adapter_or_one():
    try:
        adapter = wgpu.gpu.request_adapter_sync(power_preference="low-power")
    except (RuntimeError, wgpu.GPUError) as error:
        assert "adapter" in str(error).lower() or "backend" in str(error).lower()
    else:
        device = adapter.request_device_sync()
        buffer = device.create_buffer_with_data(data=b"12345678", usage=wgpu.BufferUsage.COPY_SRC)
        assert bytes(device.queue.read_buffer(buffer)) == b"12345678"


def test_wrong_arguments():
    with pytest.raises(Exception):
        _api.new_struct("WGPUNothing")
