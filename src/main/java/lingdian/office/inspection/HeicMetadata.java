package lingdian.office.inspection;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of a HEIC what its camera wrote beside the picture (ISO/IEC 23008-12, boxes of ISO/IEC 14496-12).
 *
 * <p>Nothing moves, because the index of the file counts from its beginning: what is not part of a picture is overwritten with zeros.
 * The turning of a picture is a property of its own, and stays.
 */
final class HeicMetadata {
    /**
     * What pictures are made of. Other items, above all Exif and XMP, are metadata; a JPEG inside, which would bring its
     * own, is cleared as they are.
     */
    private static final Set<String> PICTURES =
            Set.of("hvc1", "hev1", "lhv1", "av01", "avc1", "grid", "iovl", "iden", "tmap");

    private static final Set<String> OF_META =
            Set.of("hdlr", "pitm", "iinf", "iloc", "iprp", "iref", "idat", "dinf", "grpl");
    private static final Set<String> TEXTS = Set.of("udes", "altt", "crtt", "mdft", "uuid");
    private static final int HEADER = 8;
    private static final int FULL_HEADER = 4;
    private static final int ITEMS_MAX = 4_096;
    /** Each box costs a search, so a file of nothing but boxes is not followed. */
    private static final int BOXES_MAX = 2 * ITEMS_MAX;

    private final byte[] photo;
    private final ByteBuffer read;
    /** The bytes of pictures. */
    private final BitSet kept;

    private long keptBytes;

    private HeicMetadata(byte[] photo) {
        this.photo = photo;
        this.read = ByteBuffer.wrap(photo);
        this.kept = new BitSet(photo.length);
    }

    /** A box, from its first byte to the one after its last. */
    private record Box(String type, int start, int body, int end) {}

    /** A file that cannot be followed. */
    private static final class Unreadable extends RuntimeException {
        private Unreadable() {
            super("", null, false, false);
        }
    }

    /** The photograph without them; empty if it is not laid out as its type demands. */
    static Optional<byte[]> without(byte[] photo) {
        try {
            return Optional.of(new HeicMetadata(photo.clone()).cleared());
        } catch (Unreadable
                | BufferUnderflowException
                | IndexOutOfBoundsException
                | IllegalArgumentException otherLayout) {
            return Optional.empty();
        }
    }

    private byte[] cleared() {
        List<Box> boxes = files();
        Box meta = only(boxes, "meta");
        List<Box> parts = boxes(meta.body() + FULL_HEADER, meta.end());
        Set<Long> pictures = pictures(only(parts, "iinf"));
        if (!pictures.contains(primary(only(parts, "pitm")))) {
            throw new Unreadable();
        }
        locate(
                only(parts, "iloc"),
                pictures,
                parts.stream().filter(box -> box.type().equals("idat")).findFirst());
        boxes.stream()
                .filter(box -> !box.type().equals("ftyp") && !box.type().equals("meta"))
                .forEach(this::clear);
        for (Box part : parts) {
            if (!OF_META.contains(part.type()) || part.type().equals("idat")) {
                clear(part);
            }
        }
        parts.stream().filter(box -> box.type().equals("iprp")).forEach(this::clearTexts);
        return Arrays.copyOf(photo, boxes.getLast().end()); // telephones put previews and films behind
    }

    private List<Box> files() {
        var boxes = new ArrayList<Box>();
        int at = 0;
        while (at < photo.length) {
            Box box = boxOrNull(at, photo.length);
            if (box == null) {
                break;
            }
            add(boxes, box);
            at = box.end();
        }
        return boxes;
    }

    private List<Box> boxes(int from, int end) {
        var boxes = new ArrayList<Box>();
        for (int at = from; at < end; at = boxes.getLast().end()) {
            Box box = boxOrNull(at, end);
            if (box == null) {
                throw new Unreadable();
            }
            add(boxes, box);
        }
        return boxes;
    }

    private static void add(List<Box> boxes, Box box) {
        if (boxes.size() == BOXES_MAX) {
            throw new Unreadable();
        }
        boxes.add(box);
    }

    private @Nullable Box boxOrNull(int at, int end) {
        if (at + HEADER > end) {
            return null;
        }
        long size = Integer.toUnsignedLong(read.getInt(at));
        int body = at + HEADER;
        if (size == 1 && at + 2 * HEADER <= end) {
            size = read.getLong(at + HEADER);
            body += HEADER;
        } else if (size == 0) {
            size = (long) end - at;
        }
        return size < body - at || size > end - at ? null : new Box(name(at + 4), at, body, Math.toIntExact(at + size));
    }

    private static Box only(List<Box> boxes, String type) {
        List<Box> found = boxes.stream().filter(box -> box.type().equals(type)).toList();
        if (found.size() != 1) {
            throw new Unreadable();
        }
        return found.getFirst();
    }

    /** The item that is shown. */
    private long primary(Box box) {
        int at = box.body() + FULL_HEADER;
        return version(box) == 0 ? Short.toUnsignedLong(read.getShort(at)) : Integer.toUnsignedLong(read.getInt(at));
    }

    /** The items that are pictures. The names of all are cleared. */
    private Set<Long> pictures(Box index) {
        boolean few = version(index) == 0;
        var pictures = new HashSet<Long>();
        for (Box entry : boxes(index.body() + FULL_HEADER + (few ? 2 : 4), index.end())) {
            int version = version(entry);
            if (!entry.type().equals("infe") || version != 2 && version != 3) {
                throw new Unreadable();
            }
            int at = entry.body() + FULL_HEADER;
            long id = version == 2 ? Short.toUnsignedLong(read.getShort(at)) : Integer.toUnsignedLong(read.getInt(at));
            int type = at + (version == 2 ? 2 : 4) + 2;
            Arrays.fill(photo, type + 4, entry.end(), (byte) 0);
            if (PICTURES.contains(name(type))) {
                pictures.add(id);
            }
        }
        return pictures;
    }

    private void locate(Box index, Set<Long> pictures, Optional<Box> inside) {
        int version = version(index);
        read.position(index.body() + FULL_HEADER);
        int sizes = Short.toUnsignedInt(read.getShort());
        long items = number(version < 2 ? 2 : 4);
        if (version > 2 || items > ITEMS_MAX) {
            throw new Unreadable();
        }
        for (long i = 0; i < items; i++) {
            boolean picture = pictures.contains(number(version < 2 ? 2 : 4));
            long method = version == 0 ? 0 : number(2) & 0xF;
            boolean elsewhere = number(2) != 0;
            if (picture && (elsewhere || method > 1 || method == 1 && inside.isEmpty())) {
                throw new Unreadable();
            }
            long base = number(sizes >> 4 & 0xF)
                    + (method == 1 ? inside.map(Box::body).orElse(0) : 0);
            extents(sizes, version == 0 ? 0 : sizes & 0xF, picture, base);
        }
    }

    private void extents(int sizes, int indexSize, boolean picture, long base) {
        long extents = number(2);
        if (extents > 0 && indexSize == 0 && sizes >> 8 == 0) { // it would be followed without an end of the file
            throw new Unreadable();
        }
        for (long i = 0; i < extents; i++) {
            number(indexSize);
            long from = base + number(sizes >> 12);
            long length = number(sizes >> 8 & 0xF);
            if (picture) {
                keep(from, length);
            }
        }
    }

    /** Pictures do not overlap, so a file that says they do is not followed for long. */
    private void keep(long from, long length) {
        keptBytes += length;
        if (length <= 0 || from < 0 || length > photo.length - from || keptBytes > photo.length) {
            throw new Unreadable();
        }
        kept.set(Math.toIntExact(from), Math.toIntExact(from + length));
    }

    private long number(int bytes) {
        return switch (bytes) {
            case 0 -> 0;
            case 2 -> Short.toUnsignedLong(read.getShort());
            case 4 -> Integer.toUnsignedLong(read.getInt());
            case 8 -> read.getLong();
            default -> throw new Unreadable();
        };
    }

    /** Overwrites a box but for its pictures; one without any becomes free space. */
    private void clear(Box box) {
        if (!box.type().equals("mdat") && !box.type().equals("idat")) {
            free(box);
            return;
        }
        for (int at = kept.nextClearBit(box.body()); at < box.end(); at = kept.nextClearBit(at)) {
            int next = kept.nextSetBit(at);
            int end = next < 0 ? box.end() : Math.min(next, box.end());
            Arrays.fill(photo, at, end, (byte) 0);
            at = end;
        }
    }

    private void clearTexts(Box properties) {
        boxes(properties.body(), properties.end()).stream()
                .filter(box -> box.type().equals("ipco"))
                .flatMap(box -> boxes(box.body(), box.end()).stream())
                .filter(property -> TEXTS.contains(property.type()))
                .forEach(this::free);
    }

    private void free(Box box) {
        if (!kept.get(box.start(), box.end()).isEmpty()) {
            throw new Unreadable();
        }
        System.arraycopy("free".getBytes(StandardCharsets.ISO_8859_1), 0, photo, box.start() + 4, 4);
        Arrays.fill(photo, box.body(), box.end(), (byte) 0);
    }

    private int version(Box box) {
        return photo[box.body()];
    }

    private String name(int at) {
        return new String(photo, at, 4, StandardCharsets.ISO_8859_1);
    }
}
