package lingdian.architecture;

/** A text that counts how often its characters are read, and ends a search that reads too many. */
final class CountedText implements CharSequence {
    private static final long READS_MAX = 20_000_000;

    private final String text;
    private long reads;

    CountedText(String text) {
        this.text = text;
    }

    /** Too many characters were read. */
    static final class TooManyReads extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    long reads() {
        return reads;
    }

    @Override
    public char charAt(int index) {
        if (++reads > READS_MAX) {
            throw new TooManyReads();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
