package lingdian.office.document;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A Word file (.docx) as its parts: a zip of XML (ECMA-376, Part 2).
 *
 * @param parts by their names, in the file's order
 */
record WordPackage(Map<String, byte[]> parts) {
    /** Far above any form, and small enough to be held in memory by every request that fills one. */
    static final int BYTES_MAX = 4 << 20;

    private static final int UNPACKED_BYTES_MAX = 16 << 20;
    private static final int PARTS_MAX = 500;
    private static final String DOCUMENT = "word/document.xml";
    private static final Pattern WITH_TEXT = Pattern.compile("word/(document|header\\d*|footer\\d*)\\.xml");
    /** The zip format's first day, so that equal documents are equal files. */
    private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

    /** @throws IOException if it is too large, or is not a Word document; the message says which */
    static WordPackage read(InputStream file) throws IOException {
        byte[] content = file.readNBytes(BYTES_MAX + 1);
        if (content.length > BYTES_MAX) {
            throw new IOException("must be at most 4 MiB");
        }
        var parts = new LinkedHashMap<String, byte[]>();
        int left = UNPACKED_BYTES_MAX;
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(content))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                byte[] part = zip.readNBytes(left + 1);
                left -= part.length;
                parts.put(entry.getName(), part);
                if (left < 0 || parts.size() > PARTS_MAX) {
                    throw new IOException("unpacks to too much");
                }
            }
        } catch (IllegalArgumentException badName) {
            throw new IOException("must be a Word document (.docx)", badName);
        }
        if (!parts.containsKey(DOCUMENT)) {
            throw new IOException("must be a Word document (.docx)");
        }
        return new WordPackage(parts);
    }

    /** The parts that people read: the body, which is first, headers and footers. */
    List<String> textParts() {
        return parts.keySet().stream()
                .filter(name -> WITH_TEXT.matcher(name).matches())
                .sorted()
                .toList();
    }

    byte[] part(String name) {
        byte[] part = parts.get(name);
        if (part == null) {
            throw new IllegalArgumentException("there is no part " + name);
        }
        return part;
    }

    byte[] body() {
        return part(DOCUMENT);
    }

    /** The file with some parts changed. Not compressed, so that the bytes depend on no compressor's version. */
    byte[] with(Map<String, byte[]> changed) {
        var file = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(file)) {
            for (Map.Entry<String, byte[]> part : parts.entrySet()) {
                byte[] content = changed.getOrDefault(part.getKey(), part.getValue());
                zip.putNextEntry(entry(part.getKey(), content));
                zip.write(content);
                zip.closeEntry();
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible); // it is written to memory
        }
        return file.toByteArray();
    }

    private static ZipEntry entry(String name, byte[] content) {
        var crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        entry.setTimeLocal(EPOCH);
        return entry;
    }

    @Override
    public String toString() {
        return "WordPackage[" + parts.size() + "]"; // a filled one names people
    }
}
