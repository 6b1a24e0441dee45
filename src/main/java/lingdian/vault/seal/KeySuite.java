package lingdian.vault.seal;

/**
 * The algorithms that the vault uses. A ring belongs to one suite for good.
 *
 * <p>Two suites, because an authority may have to use the commercial cryptography of China (GB/T 32905, GB/T 32907),
 * and others want the most widely reviewed algorithms. Everything else, including the tests, is common to both.
 */
public enum KeySuite {
    /** AES-256-GCM and HMAC-SHA-256, by Tink. */
    INTERNATIONAL("international", new KeyRingInternational()),
    /** SM4-GCM and HMAC-SM3, by Bouncy Castle. */
    GUOMI("guomi", new KeyRingGuomi());

    private final String word;
    private final KeyRingSuite suite;

    KeySuite(String word, KeyRingSuite suite) {
        this.word = word;
        this.suite = suite;
    }

    KeyRingSuite suite() {
        return suite;
    }

    /** As in {@code lingdian.yaml}. */
    @Override
    public String toString() {
        return word;
    }
}
