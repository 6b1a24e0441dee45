package lingdian.vault.seal;

/**
 * The algorithms that the vault uses. A ring and a database belong to one suite for good.
 *
 * <p>Two suites, because an authority may have to use the commercial cryptography of China (GB/T 32905, GB/T 32907),
 * and others want the most widely reviewed algorithms. Everything else, including the tests, is common to both.
 */
public enum KeySuite {
    /** AES-256-GCM, HMAC-SHA-256 and Ed25519, by Tink and Bouncy Castle; records are chained with SHA-256. */
    INTERNATIONAL("international", new KeyRingInternational()),
    /** SM4-GCM, HMAC-SM3 and SM2, by Bouncy Castle; records are chained with SM3. */
    GUOMI("guomi", new KeyRingGuomi());

    private final String word;
    private final KeyRingSuite suite;

    KeySuite(String word, KeyRingSuite suite) {
        this.word = word;
        this.suite = suite;
    }

    /** @throws IllegalArgumentException if no suite has this name */
    public static KeySuite of(String word) {
        for (KeySuite suite : values()) {
            if (suite.word.equals(word)) {
                return suite;
            }
        }
        throw new IllegalArgumentException("an unknown suite");
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
