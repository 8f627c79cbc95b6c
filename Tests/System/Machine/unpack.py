"""Takes the ELF kernel out of a bzImage (x86 boot protocol 2.08, payload_offset): unpack.py BZIMAGE KERNEL"""
import lzma
import struct
import sys
import zlib

with open(sys.argv[1], "rb") as file:
    image = file.read()
offset, length = struct.unpack_from("<II", image, 0x248)
begin = ((image[0x1F1] or 4) + 1) * 512 + offset
packed = image[begin:begin + length]
if packed[:6] == b"\xfd7zXZ\0":
    # Behind the stream stands its length: that is no part of it.
    kernel = lzma.LZMADecompressor().decompress(packed)
elif packed[:2] == b"\x1f\x8b":
    kernel = zlib.decompressobj(31).decompress(packed)
else:
    raise SystemExit(f"the kernel is packed in an unknown way: {packed[:8].hex()}")
with open(sys.argv[2], "wb") as file:
    file.write(kernel)
