"""Whom the program may talk to, and by which way."""

import pytest

from indoors.broker.places import AllowList, Place, place_of, proxy_for
from indoors.services.network import HUB, HUB_HOSTS


@pytest.mark.parametrize(
    "url",
    [
        "https://huggingface.co/a/b",
        "https://HuggingFace.co:443/a",
        "https://cdn-lfs.huggingface.co/x",
        "https://cas-bridge.xethub.hf.co/x",
        "https://us.aws.cdn.hf.co/x",
        "https://hf.co./x",
    ],
)
def test_the_public_hub_and_its_servers(url: str) -> None:
    assert AllowList(HUB, HUB_HOSTS).allows(place_of(url))


@pytest.mark.parametrize(
    "url",
    [
        "http://huggingface.co/a",
        "https://huggingface.co:8443/a",
        "https://huggingface.co.evil.com/a",
        "https://evilhuggingface.co/a",
        "https://evil-hf.co/a",
        "https://hf.co@evil.com/a",
        "https://127.0.0.1/a",
        "https://[::1]/a",
    ],
)
def test_everyone_else_is_a_stranger(url: str) -> None:
    assert not AllowList(HUB, HUB_HOSTS).allows(place_of(url))


def test_a_mirror_in_the_house() -> None:
    allowed = AllowList("http://mirror.office:8080", ("*.files.office", "[fd00::1]:99"))
    assert allowed.allows(place_of("http://mirror.office:8080/x"))
    assert allowed.allows(place_of("https://a.files.office/x"))
    assert allowed.allows(place_of("http://[fd00::1]:99/x"))
    assert not allowed.allows(place_of("http://mirror.office/x"))
    assert not allowed.allows(place_of("https://files.office/x"))
    assert not allowed.allows(place_of("https://huggingface.co/x"))


@pytest.mark.parametrize("url", ["", "ftp://a/b", "file:///etc/passwd", "https:///x", "//a/b"])
def test_what_is_no_place(url: str) -> None:
    with pytest.raises(ValueError, match="server"):
        place_of(url)


def test_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    far = Place("https", "huggingface.co", 443)
    near = Place("http", "127.0.0.1", 80)
    assert proxy_for(far, "none") is None
    assert proxy_for(far, "http://p:1") == "http://p:1"
    assert proxy_for(far, "p:1") == "http://p:1"
    assert proxy_for(near, "http://p:1") is None
    monkeypatch.setenv("https_proxy", "http://e:2")
    assert proxy_for(far, "system") == "http://e:2"
    monkeypatch.setenv("no_proxy", "other.org,huggingface.co")
    assert proxy_for(far, "system") is None
