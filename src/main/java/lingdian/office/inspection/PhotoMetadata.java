package lingdian.office.inspection;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import lingdian.office.file.FileType;

/**
 * Takes out of a photograph what its camera wrote beside the picture: place, time, serial numbers, previews.
 *
 * <p>They are data of the officer's own telephone, which the record of a visit does not need (《个人信息保护法》第六条): where
 * and when it was made says the inspection. Of all that only the orientation is kept.
 */
final class PhotoMetadata {
    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int COMMENT = 0xFE;
    private static final int APP0 = 0xE0;
    private static final int APP1 = 0xE1;
    private static final int APP2 = 0xE2;
    private static final int APP14 = 0xEE;
    private static final int APP15 = 0xEF;
    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final Set<String> JPEG_MARKS = Set.of("Exif\0", "http://ns.adobe.com/", "Photoshop 3.0");
    private static final byte[] COLOURS = "ICC_PROFILE\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int ORIENTATION = 0x0112;
    private static final Set<String> PNG_CHUNKS = Set.of("eXIf", "tEXt", "zTXt", "iTXt", "tIME");
    private static final int PNG_SIGNATURE = 8;
    private static final Set<String> WEBP_CHUNKS = Set.of("EXIF", "XMP ");
    private static final int RIFF_HEADER = 12;
    /** Of the chunk VP8X: that there are EXIF and XMP. */
    private static final int WEBP_FLAGS = 0x0C;

    private PhotoMetadata() {}

    /** The photograph without them. What is not laid out as its type demands is kept as it is, and empty if it may hold such data. */
    static Optional<byte[]> without(FileType type, byte[] photo) {
        return switch (type) {
            case JPEG -> jpeg(photo);
            case PNG -> png(photo);
            case WEBP -> webp(photo);
            case HEIC -> HeicMetadata.without(photo);
            case PDF, TEXT -> Optional.of(photo);
        };
    }

    private static Optional<byte[]> jpeg(byte[] photo) {
        var read = new Jpeg(photo);
        byte[] stripped = read.stripped();
        return mayHold(photo, read.unread, JPEG_MARKS) ? Optional.empty() : Optional.of(stripped);
    }

    /** A byte too many hides data from this program, and from no other, so the rest of a broken file is searched for it. */
    private static boolean mayHold(byte[] photo, int from, Collection<String> marks) {
        String rest = new String(photo, from, photo.length - from, StandardCharsets.ISO_8859_1);
        return marks.stream().anyMatch(rest::contains);
    }

    /** How a JPEG is to be turned: 1 to 8, as EXIF counts; 1 where it says nothing. */
    static int orientation(byte[] jpeg) {
        var read = new Jpeg(jpeg);
        read.stripped();
        return read.orientation;
    }

    /** A JPEG, segment by segment (ISO 10918-1, annex B). */
    private static final class Jpeg {
        private final byte[] photo;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private int at = 2;
        private int orientation = 1;
        /** Where the layout is not that of a JPEG any more. */
        private int unread;

        Jpeg(byte[] photo) {
            this.photo = photo;
            this.unread = photo.length;
        }

        /** What follows the end is not part of the picture: phones put previews and films there. */
        byte[] stripped() {
            while (at + 1 < photo.length && unsigned(photo[at]) == 0xFF) {
                int marker = unsigned(photo[at + 1]);
                if (marker == EOI) {
                    keep(at + 2);
                    return whole();
                }
                if (marker == 0xFF || marker == 0x01 || marker >= 0xD0 && marker <= SOI) {
                    keep(at + (marker == 0xFF ? 1 : 2));
                } else if (!segment(marker)) {
                    break;
                }
            }
            unread = at;
            keep(photo.length);
            return whole();
        }

        private boolean segment(int marker) {
            int end = at + 3 < photo.length ? at + 2 + (unsigned(photo[at + 2]) << 8 | unsigned(photo[at + 3])) : -1;
            if (end < at + 4 || end > photo.length) {
                return false;
            }
            if (isMetadata(marker)) {
                readOrientation(marker, end);
                at = end;
            } else {
                keep(end);
            }
            if (marker == SOS) {
                keep(endOfScan());
            }
            return true;
        }

        private boolean isMetadata(int marker) {
            boolean application = marker > APP0 && marker <= APP15 && marker != APP14;
            return marker == COMMENT || application && !(marker == APP2 && begins(at + 4, COLOURS));
        }

        private void readOrientation(int marker, int end) {
            if (marker == APP1 && begins(at + 4, EXIF)) {
                orientation = PhotoMetadata.orientation(photo, at + 4 + EXIF.length, end);
            }
        }

        /** Within a scan 0xFF is followed by 0 or by a restart marker. */
        private int endOfScan() {
            int end = at;
            while (end + 1 < photo.length) {
                int next = unsigned(photo[end + 1]);
                if (unsigned(photo[end]) == 0xFF && next != 0 && (next < 0xD0 || next > 0xD7)) {
                    return end;
                }
                end++;
            }
            return photo.length;
        }

        private boolean begins(int from, byte[] with) {
            return from + with.length <= photo.length
                    && Arrays.equals(photo, from, from + with.length, with, 0, with.length);
        }

        private void keep(int end) {
            kept.write(photo, at, end - at);
            at = end;
        }

        private byte[] whole() {
            var all = new ByteArrayOutputStream(kept.size() + 40);
            all.write(photo, 0, 2);
            if (orientation > 1) {
                all.writeBytes(exif(orientation));
            }
            all.writeBytes(kept.toByteArray());
            return all.toByteArray();
        }
    }

    /** The tag of the first directory of a TIFF header; 1 where there is none. */
    private static int orientation(byte[] photo, int from, int end) {
        ByteBuffer tiff = ByteBuffer.wrap(photo, from, end - from).slice();
        if (tiff.limit() < 10) {
            return 1;
        }
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        if (directory < 8 || directory > tiff.limit() - 2) {
            return 1;
        }
        int entries = Short.toUnsignedInt(tiff.getShort(directory));
        for (int i = 0; i < entries && directory + 14 + 12 * i <= tiff.limit(); i++) {
            int entry = directory + 2 + 12 * i;
            if (Short.toUnsignedInt(tiff.getShort(entry)) == ORIENTATION) {
                int value = Short.toUnsignedInt(tiff.getShort(entry + 8));
                return value >= 1 && value <= 8 ? value : 1;
            }
        }
        return 1;
    }

    /** A segment that says nothing else. */
    private static byte[] exif(int orientation) {
        ByteBuffer segment = ByteBuffer.allocate(36);
        segment.put((byte) 0xFF).put((byte) APP1).putShort((short) 34).put(EXIF);
        segment.putInt(0x4D4D002A).putInt(8).putShort((short) 1);
        segment.putShort((short) ORIENTATION).putShort((short) 3).putInt(1).putShort((short) orientation);
        return segment.array(); // the rest is zero: the padding of the value, and no further directory
    }

    private static Optional<byte[]> png(byte[] photo) {
        var kept = new ByteArrayOutputStream(photo.length);
        ByteBuffer read = ByteBuffer.wrap(photo);
        int at = Math.min(PNG_SIGNATURE, photo.length);
        kept.write(photo, 0, at);
        while (at + 12 <= photo.length) {
            int length = read.getInt(at);
            if (length < 0 || length > photo.length - at - 12) {
                break;
            }
            String type = name(photo, at + 4);
            if (!PNG_CHUNKS.contains(type)) {
                kept.write(photo, at, length + 12);
            }
            at += length + 12;
            if (type.equals("IEND")) {
                return Optional.of(kept.toByteArray());
            }
        }
        kept.write(photo, at, photo.length - at);
        return mayHold(photo, at, PNG_CHUNKS) ? Optional.empty() : Optional.of(kept.toByteArray());
    }

    private static Optional<byte[]> webp(byte[] photo) {
        if (photo.length < RIFF_HEADER) {
            return Optional.of(photo);
        }
        var kept = new ByteArrayOutputStream(photo.length);
        ByteBuffer read = ByteBuffer.wrap(photo).order(ByteOrder.LITTLE_ENDIAN);
        kept.write(photo, 0, RIFF_HEADER);
        int at = RIFF_HEADER;
        while (at + 8 <= photo.length) {
            int length = read.getInt(at + 4);
            int end = at + 8 + length + (length & 1);
            if (length < 0 || end < at || end > photo.length) {
                break;
            }
            if (!WEBP_CHUNKS.contains(name(photo, at))) {
                kept.write(photo, at, end - at);
            }
            at = end;
        }
        kept.write(photo, at, photo.length - at);
        return mayHold(photo, at, WEBP_CHUNKS) ? Optional.empty() : Optional.of(headed(kept.toByteArray()));
    }

    private static byte[] headed(byte[] webp) {
        ByteBuffer header = ByteBuffer.wrap(webp).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(4, webp.length - 8);
        int flags = RIFF_HEADER + 8;
        if (webp.length > flags && name(webp, RIFF_HEADER).equals("VP8X")) {
            webp[flags] = (byte) (webp[flags] & ~WEBP_FLAGS);
        }
        return webp;
    }

    private static String name(byte[] photo, int at) {
        return new String(photo, at, 4, StandardCharsets.ISO_8859_1);
    }

    private static int unsigned(byte one) {
        return Byte.toUnsignedInt(one);
    }
}
