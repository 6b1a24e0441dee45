package lingdian.access.signin;

/**
 * RFC 4648 without padding: the form in which authenticator apps accept a secret, and which people can copy by hand.
 */
final class Base32 {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private Base32() {}

    /** @param bytes a multiple of five, so that no padding is needed */
    static String encode(byte[] bytes) {
        if (bytes.length % 5 != 0) {
            throw new IllegalArgumentException("expected a multiple of five bytes");
        }
        var text = new StringBuilder(bytes.length * 8 / 5);
        long bits = 0;
        for (int i = 0; i < bytes.length; i++) {
            bits = bits << 8 | (bytes[i] & 0xFF);
            if (i % 5 == 4) {
                append(text, bits);
                bits = 0;
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, long fortyBits) {
        for (int shift = 35; shift >= 0; shift -= 5) {
            text.append(LETTERS.charAt((int) (fortyBits >> shift) & 31));
        }
    }

    static byte[] decode(String text) {
        var bytes = new byte[text.length() * 5 / 8];
        long bits = 0;
        int held = 0;
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            int value = LETTERS.indexOf(text.charAt(i));
            if (value < 0) {
                throw new IllegalArgumentException("expected letters and the digits 2 to 7");
            }
            bits = bits << 5 | value;
            held += 5;
            if (held >= 8) {
                held -= 8;
                bytes[length++] = (byte) (bits >> held);
            }
        }
        return bytes;
    }
}
