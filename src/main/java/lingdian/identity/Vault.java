package lingdian.identity;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.prf.PrfSet;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import lingdian.identity.KeyRing.Use;

/**
 * Seals personal data and makes the keyed hashes that stand for it. Thread-safe; a call takes microseconds and no lock.
 *
 * <p>Everything outside holds tokens and ciphertexts only: who has the database without the key ring has no person.
 */
public final class Vault {
    private static final int HASH_BYTES = 16;
    private static final int REF_BYTES = 8;
    private static final byte NAME = (byte) 0xFF;
    private static final byte[] FINGERPRINT_LABEL = "\0lingdian key ring".getBytes(StandardCharsets.UTF_8);

    private final Aead sealing;
    private final PrfSet personTokens;
    private final PrfSet contentMacs;
    private final PrfSet personRefs;
    private final int tokenVersion;
    private final String fingerprint;

    public Vault(KeyRing ring) {
        sealing = ring.sealing();
        personTokens = ring.hashing(Use.PERSON_TOKENS);
        contentMacs = ring.hashing(Use.CONTENT_MACS);
        personRefs = ring.hashing(Use.PERSON_REFS);
        tokenVersion = ring.version(Use.PERSON_TOKENS);
        fingerprint = fingerprint(ring.version(Use.SEALING));
    }

    /**
     * The token of a person: the first 128 bits of HMAC-SHA-256 over the type, a zero byte and the number, trimmed and in
     * upper case. Made of malformed numbers too, so that two sessions on one wrong card are one person's.
     */
    public PersonToken token(String type, String number) {
        String person = type + '\0' + trim(number).toUpperCase(Locale.ROOT);
        ByteBuffer hash = ByteBuffer.wrap(hash(personTokens, person.getBytes(StandardCharsets.UTF_8), HASH_BYTES));
        return new PersonToken(new UUID(hash.getLong(), hash.getLong()));
    }

    /**
     * What the name of a person is compared by, 16 bytes: a keyed hash of its {@link NameForm} and the token, so that equal
     * names of two persons do not look alike. Made with the key of the tokens, and of the same version.
     */
    public byte[] nameHash(PersonToken token, String name) {
        byte[] form = NameForm.of(name).getBytes(StandardCharsets.UTF_8);
        byte[] input = ByteBuffer.allocate(1 + 2 * Long.BYTES + form.length)
                .put(NAME) // no text in UTF-8 has such a byte, so this is never a person's type and number
                .putLong(token.value().getMostSignificantBits())
                .putLong(token.value().getLeastSignificantBits())
                .put(form)
                .array();
        return hash(personTokens, input, HASH_BYTES);
    }

    /** The version of the key that tokens are made with; tokens of different versions are not comparable. */
    public int tokenVersion() {
        return tokenVersion;
    }

    /** Encrypts a text for one place. Twice the same text gives two different ciphertexts. */
    public byte[] seal(String text, SealedRef ref) {
        try {
            return sealing.encrypt(SealedText.encode(text), associated(ref));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a text cannot be sealed", impossible);
        }
    }

    /**
     * Decrypts a text.
     *
     * @throws VaultException where it was sealed with other keys or for another place, or was changed
     */
    public String unseal(byte[] ciphertext, SealedRef ref) throws VaultException {
        try {
            return SealedText.decode(sealing.decrypt(ciphertext, associated(ref)));
        } catch (GeneralSecurityException refused) {
            throw new VaultException(ref, "does not open");
        } catch (IllegalArgumentException unknownEncoding) {
            throw new VaultException(ref, "is of an unknown encoding");
        }
    }

    /** Encrypts what a card says for one place. */
    public byte[] sealDocument(Document document, SealedRef ref) {
        return seal(SealedDocument.json(document), ref);
    }

    /**
     * Decrypts what a card says.
     *
     * @throws VaultException where it does not open, or what opens is no document
     */
    public Document unsealDocument(byte[] ciphertext, SealedRef ref) throws VaultException {
        String json = unseal(ciphertext, ref);
        return SealedDocument.document(json).orElseThrow(() -> new VaultException(ref, "is no document"));
    }

    /** A keyed hash of an event's canonical bytes, 16 bytes: tells a repetition from other content, tells nothing else. */
    public byte[] contentMac(byte[] canonical) {
        return hash(contentMacs, canonical, HASH_BYTES);
    }

    /** What stands for the person of a violation: 16 hexadecimal characters that mean nothing outside it. */
    public String personRef(UUID violationId) {
        byte[] id = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(violationId.getMostSignificantBits())
                .putLong(violationId.getLeastSignificantBits())
                .array();
        return HexFormat.of().formatHex(hash(personRefs, id, REF_BYTES));
    }

    /** Names the keys without telling them, 32 hexadecimal characters: the same for the same ring, on every node. */
    public String fingerprint() {
        return fingerprint;
    }

    /**
     * Refuses to work on a database that another ring sealed.
     *
     * @param expected the fingerprint that the database keeps
     * @throws KeyRingException where it is not this ring's
     */
    public void check(String expected) throws KeyRingException {
        if (!fingerprint.equals(expected)) {
            throw new KeyRingException("the key ring is not the one of this database: its fingerprint is " + fingerprint
                    + ", the database was sealed with " + expected);
        }
    }

    @Override
    public String toString() {
        return "Vault[" + fingerprint + "]";
    }

    /** Binds all of the hashing keys, and the sealing key by its number: no value of it may be told. */
    private String fingerprint(int sealingVersion) {
        var parts = new ByteArrayOutputStream();
        parts.writeBytes(
                ByteBuffer.allocate(Integer.BYTES).putInt(sealingVersion).array());
        parts.writeBytes(hash(personRefs, FINGERPRINT_LABEL, HASH_BYTES));
        parts.writeBytes(hash(contentMacs, FINGERPRINT_LABEL, HASH_BYTES));
        parts.writeBytes(FINGERPRINT_LABEL);
        return HexFormat.of().formatHex(hash(personTokens, parts.toByteArray(), HASH_BYTES));
    }

    /** Tink keeps one hash object for each thread, so this needs no lock. */
    private static byte[] hash(PrfSet keys, byte[] bytes, int length) {
        try {
            return keys.computePrimary(bytes, length);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a keyed hash cannot be computed", impossible);
        }
    }

    /** Every field of a reference, each text with its length before it, so that no two references look alike. */
    private static byte[] associated(SealedRef ref) {
        byte[] kind = ref.kind().getBytes(StandardCharsets.UTF_8);
        byte[] placeCode = ref.placeCode().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(2 * Integer.BYTES + kind.length + placeCode.length + 3 * Long.BYTES)
                .putInt(kind.length)
                .put(kind)
                .putInt(placeCode.length)
                .put(placeCode)
                .putLong(ref.stream().getMostSignificantBits())
                .putLong(ref.stream().getLeastSignificantBits())
                .putLong(ref.seq())
                .array();
    }

    /** Without blanks at the ends, those that {@link String#strip} leaves included (no-break spaces). */
    private static String trim(String number) {
        int from = 0;
        int to = number.length();
        while (from < to && blank(number.charAt(from))) {
            from++;
        }
        while (from < to && blank(number.charAt(to - 1))) {
            to--;
        }
        return number.substring(from, to);
    }

    private static boolean blank(char character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character);
    }
}
