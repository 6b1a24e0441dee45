package lingdian.record.evidence;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.zip.CRC32;

/**
 * The only zip encoding of a bundle: nothing compressed, no times, no extra fields, no comments, the manifest first.
 *
 * <p>So each bundle has exactly one encoding, and any altered byte is found, even where zip programs never look; the
 * manifest's list of names tells which part it belongs to, whatever the byte itself says.
 */
final class BundleZip {
    static final String DIRECTORY = "the archive's directory";
    static final String END = "the archive's end";

    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int LAST = 0x06054b50;
    private static final short VERSION = 20;
    private static final short UTF_8 = 0x0800;
    private static final int FIRST_DAY_OF_1980 = 0x0021_0000; // a constant instead of a time and date
    private static final int LOCAL_BYTES = 30;
    private static final int CENTRAL_BYTES = 46;
    private static final int LAST_BYTES = 22;
    private static final int SIZE_AT = 22;

    private BundleZip() {}

    static byte[] write(SequencedMap<String, byte[]> parts) {
        ByteBuffer zip = buffer(size(parts));
        var offsets = new ArrayList<Integer>();
        parts.forEach((name, content) -> {
            offsets.add(zip.position());
            zip.put(local(name, content)).put(content);
        });
        int directory = zip.position();
        var offset = offsets.iterator();
        parts.forEach((name, content) -> zip.put(central(name, content, offset.next())));
        return zip.put(last(parts.size(), zip.position() - directory, directory))
                .array();
    }

    /** Reads the names of the parts that follow the manifest. */
    interface Names {
        List<String> in(SequencedMap<String, byte[]> manifest) throws BrokenBundleException;
    }

    /** @throws BrokenBundleException if a byte differs from the encoding of the parts by {@link #write} */
    static SequencedMap<String, byte[]> read(byte[] zip) throws BrokenBundleException {
        return read(zip, manifest -> Manifest.parse(manifest).names());
    }

    /** Likewise, of an archive with another manifest. */
    static SequencedMap<String, byte[]> read(byte[] zip, Names names) throws BrokenBundleException {
        var parts = new LinkedHashMap<String, byte[]>();
        int end = part(zip, 0, Manifest.NAME, parts);
        for (String name : names.in(parts)) {
            end = part(zip, end, name, parts);
        }
        demandTheRest(zip, parts);
        return parts;
    }

    private static int part(byte[] zip, int from, String name, SequencedMap<String, byte[]> parts)
            throws BrokenBundleException {
        if (parts.containsKey(name)) {
            throw new BrokenBundleException(name, "it is there twice");
        }
        int content = from + LOCAL_BYTES + name.length();
        long size = content <= zip.length - LAST_BYTES
                ? Integer.toUnsignedLong(buffer(zip).getInt(from + SIZE_AT))
                : Long.MAX_VALUE;
        if (size > zip.length - LAST_BYTES - content) {
            throw new BrokenBundleException(
                    name,
                    name.equals(Manifest.NAME)
                            ? "it is missing: this is not an evidence bundle"
                            : "it is not at its place in the archive");
        }
        byte[] bytes = Arrays.copyOfRange(zip, content, content + (int) size);
        if (!Arrays.equals(local(name, bytes), Arrays.copyOfRange(zip, from, content))) {
            throw new BrokenBundleException(name, "it or its header in the archive was altered");
        }
        parts.put(name, bytes);
        return content + (int) size;
    }

    /** The bytes after the parts are determined by them. */
    private static void demandTheRest(byte[] zip, SequencedMap<String, byte[]> parts) throws BrokenBundleException {
        byte[] expected = write(parts);
        int differs = Arrays.mismatch(expected, zip);
        if (differs >= 0) {
            boolean directory = differs < expected.length - LAST_BYTES;
            throw new BrokenBundleException(
                    directory ? DIRECTORY : END, "it does not match the parts, from byte " + differs + " on");
        }
    }

    private static byte[] local(String name, byte[] content) {
        return common(buffer(LOCAL_BYTES + name.length()).putInt(LOCAL), content)
                .putShort((short) name.length())
                .putShort((short) 0)
                .put(ascii(name))
                .array();
    }

    private static byte[] central(String name, byte[] content, int offset) {
        return common(buffer(CENTRAL_BYTES + name.length()).putInt(CENTRAL).putShort(VERSION), content)
                .putShort((short) name.length())
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putInt(0)
                .putInt(offset)
                .put(ascii(name))
                .array();
    }

    private static ByteBuffer common(ByteBuffer header, byte[] content) {
        var crc = new CRC32();
        crc.update(content);
        return header.putShort(VERSION)
                .putShort(UTF_8)
                .putShort((short) 0)
                .putInt(FIRST_DAY_OF_1980)
                .putInt((int) crc.getValue())
                .putInt(content.length)
                .putInt(content.length);
    }

    private static byte[] last(int count, int bytes, int offset) {
        return buffer(LAST_BYTES)
                .putInt(LAST)
                .putInt(0)
                .putShort((short) count)
                .putShort((short) count)
                .putInt(bytes)
                .putInt(offset)
                .putShort((short) 0)
                .array();
    }

    private static int size(SequencedMap<String, byte[]> parts) {
        int size = LAST_BYTES;
        for (var part : parts.entrySet()) {
            size = Math.addExact(
                    size, LOCAL_BYTES + CENTRAL_BYTES + 2 * part.getKey().length());
            size = Math.addExact(size, part.getValue().length);
        }
        return size;
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] ascii(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }
}
