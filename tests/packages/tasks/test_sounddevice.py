"""PortAudio through the .py module of ABI mode. There need be no sound card."""

import sounddevice


def test_devices_are_listed_or_there_is_none():
    devices = sounddevice.query_devices()
    assert len(devices) == sounddevice._lib.Pa_GetDeviceCount()
    for api in sounddevice.query_hostapis():
        assert api["name"]


def test_errors_carry_portaudio_s_text():
    try:
        sounddevice.query_devices(10000)
    except (sounddevice.PortAudioError, ValueError) as error:
        assert "10000" in str(error) or "device" in str(error)
    else:
        raise AssertionError("there is no such device")


def test_version():
    number, text = sounddevice.get_portaudio_version()
    assert number > 0 and "PortAudio" in text


def test_structs():
    parameters = sounddevice._ffi.new(
        "PaStreamParameters*", (0, 2, sounddevice._lib.paFloat32, 0.5, sounddevice._ffi.NULL)
    )
    assert (parameters.channelCount, parameters.suggestedLatency) == (2, 0.5)
    assert sounddevice._lib.Pa_GetSampleSize(sounddevice._lib.paFloat32) == 4


def test_callbacks():
    @sounddevice._ffi.callback("PaStreamCallback", error=sounddevice._lib.paAbort)
    def callback(given, out, frames, time, flags, user):
        return frames

    none = sounddevice._ffi.NULL
    assert callback(none, none, 7, none, 0, none) == 7
