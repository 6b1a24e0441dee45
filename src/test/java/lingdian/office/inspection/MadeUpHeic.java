package lingdian.office.inspection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The layout of a telephone's HEIC, with the place wherever one can be written, and no real picture. */
final class MadeUpHeic {
    static final byte[] PICTURE = new byte[300];
    static final String GRID = "grid of tiles";
    private static final byte[] PLACE = MadeUpPhoto.PLACE.getBytes(UTF_8);

    static {
        Arrays.fill(PICTURE, (byte) 0x5A);
    }

    private final int version;
    private int pictureAt;

    /** @param version of the box that says where items are */
    MadeUpHeic(int version) {
        this.version = version;
    }

    byte[] photo() {
        byte[] head = box("ftyp", "heic\0\0\0\0mif1heic".getBytes(ISO_8859_1));
        byte[] before = box("uuid", PLACE); // between the index and the pictures
        int meta = meta(0).length;
        int media = head.length + meta + before.length + 8;
        pictureAt = media + PLACE.length;
        byte[] grid = version == 0 ? GRID.getBytes(ISO_8859_1) : new byte[0];
        return join(head, meta(media), before, box("mdat", join(PLACE, PICTURE, PLACE, PLACE, grid)), PLACE);
    }

    /** Where the picture begins in the last photo that was made. */
    int pictureAt() {
        return pictureAt;
    }

    /** @param media where the pictures' box has its first byte */
    private byte[] meta(int media) {
        byte[] items = box(
                "iinf",
                join(
                        new byte[] {0, 0, 0, 0, 0, 4},
                        entry(1, "hvc1", new byte[0]),
                        entry(2, "grid", new byte[0]),
                        entry(3, "Exif", new byte[0]),
                        entry(4, "mime", "\0application/rdf+xml".getBytes(ISO_8859_1))));
        byte[] properties = box("iprp", box("ipco", join(box("irot", new byte[] {1}), box("udes", PLACE))));
        byte[] inside = version == 0 ? new byte[0] : box("idat", GRID.getBytes(ISO_8859_1));
        return box(
                "meta",
                join(
                        new byte[4],
                        box("hdlr", new byte[24]),
                        box("pitm", new byte[] {0, 0, 0, 0, 0, 2}),
                        items,
                        locations(media),
                        properties,
                        inside,
                        box("xml ", PLACE)));
    }

    private byte[] locations(int media) {
        var all = new ByteArrayOutputStream();
        all.writeBytes(new byte[] {(byte) version, 0, 0, 0, 0x44, 0, 0, 4});
        all.writeBytes(location(1, 0, media + PLACE.length, PICTURE.length));
        // Version 0 has no data inside the index, so its grid is in the pictures' box.
        all.writeBytes(
                version == 0
                        ? location(2, 0, media + 3 * PLACE.length + PICTURE.length, GRID.length())
                        : location(2, 1, 0, GRID.length()));
        all.writeBytes(location(3, 0, media + PLACE.length + PICTURE.length, PLACE.length));
        all.writeBytes(location(4, 0, media + 2 * PLACE.length + PICTURE.length, PLACE.length));
        return box("iloc", all.toByteArray());
    }

    private byte[] location(int item, int method, int from, int length) {
        ByteBuffer one = ByteBuffer.allocate(version == 0 ? 14 : 16).putShort((short) item);
        if (version > 0) {
            one.putShort((short) method);
        }
        return one.putShort((short) 0)
                .putShort((short) 1)
                .putInt(from)
                .putInt(length)
                .array();
    }

    private static byte[] entry(int item, String type, byte[] rest) {
        byte[] id = {2, 0, 0, 0, 0, (byte) item, 0, 0};
        return box("infe", join(id, type.getBytes(ISO_8859_1), rest, new byte[1]));
    }

    private static byte[] box(String type, byte[] content) {
        return ByteBuffer.allocate(8 + content.length)
                .putInt(8 + content.length)
                .put(type.getBytes(ISO_8859_1))
                .put(content)
                .array();
    }

    private static byte[] join(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
