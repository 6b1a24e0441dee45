package lingdian.vault.seal;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.util.SecretBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The secrets of received days, ready for use. Immutable: secrets are destroyed by switching to a copy that lacks them.
 *
 * <p>They form one chain: a day's link yields the day's secret and the link of the next day, and never an earlier one.
 * So every node derives the secret of each new day without communication, and forgetting the links up to a day destroys
 * the secrets up to it, while those of all later days follow from the next link. The sealing key is derived from the
 * day's secret and the ring's key in use, so that both are needed to open a text. Days are numbered since 1970.
 */
final class VaultDays {
    static final int SECRET_BYTES = 32;

    private static final int PRF_NUMBER = 1;
    private static final byte TINK = 1;
    private static final byte OF_A_DAY = 2;
    private static final int DAY_AT = 1 + Integer.BYTES;
    private static final int PREFIX_BYTES = DAY_AT + Integer.BYTES;
    private static final byte[] NEXT = "lingdian next day".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SECRET = "lingdian secret of a day".getBytes(StandardCharsets.UTF_8);

    private final KeyRingSuite suite;
    private final long number;
    private final int from;
    private final SecretBytes link;
    private final SortedMap<Integer, SecretBytes> single;
    private final Map<KeyOf, Aead> ready = new ConcurrentHashMap<>();

    /** Identifies a key of a day and a key of the ring. */
    private record KeyOf(int day, int ringKey) {}

    /**
     * @param number identifies the chain
     * @param from the first day whose link is known
     * @param link of that day
     * @param single secrets of earlier days that are kept longer than later ones
     */
    VaultDays(KeyRingSuite suite, long number, int from, SecretBytes link, Map<Integer, SecretBytes> single) {
        this.suite = suite;
        this.number = number;
        this.from = from;
        this.link = link;
        this.single = Collections.unmodifiableSortedMap(new TreeMap<>(single));
    }

    /** A new chain that begins with a day. */
    static VaultDays create(KeyRingSuite suite, long number, int from) {
        return new VaultDays(suite, number, from, SecretBytes.randomBytes(SECRET_BYTES), Map.of());
    }

    long number() {
        return number;
    }

    int from() {
        return from;
    }

    SecretBytes link() {
        return link;
    }

    SortedMap<Integer, SecretBytes> single() {
        return single;
    }

    /** Whether a ciphertext was sealed for a day. */
    static boolean sealed(byte[] ciphertext) {
        return ciphertext.length > PREFIX_BYTES && ciphertext[0] == OF_A_DAY;
    }

    /** The day that a ciphertext names. */
    static int day(byte[] ciphertext) {
        return ByteBuffer.wrap(ciphertext).getInt(DAY_AT);
    }

    /** The number of the ring's key that a ciphertext names. */
    static int ringKey(byte[] ciphertext) {
        return ByteBuffer.wrap(ciphertext).getInt(1);
    }

    /** Whether the secret of a day is known; false if it was destroyed, or the day lies before the chain's first. */
    boolean has(int day) {
        return day >= from || single.containsKey(day);
    }

    /** Seals for a day. The ciphertext begins with a byte 2, the number of the ring's key and the day. */
    byte[] encrypt(int day, KeyRingKeys ring, byte[] plaintext, byte[] associated) throws GeneralSecurityException {
        byte[] sealed = aead(day, ring.primary(), ring).encrypt(plaintext, associated);
        return ByteBuffer.allocate(sealed.length + Integer.BYTES)
                .put(OF_A_DAY)
                .put(sealed, 1, Integer.BYTES)
                .putInt(day)
                .put(sealed, DAY_AT, sealed.length - DAY_AT)
                .array();
    }

    /** Opens a text sealed for a day, if both day and key are available. */
    byte[] decrypt(byte[] ciphertext, KeyRingKeys ring, byte[] associated) throws GeneralSecurityException {
        byte[] asTink = ByteBuffer.allocate(ciphertext.length - Integer.BYTES)
                .put(TINK)
                .put(ciphertext, 1, Integer.BYTES)
                .put(ciphertext, PREFIX_BYTES, ciphertext.length - PREFIX_BYTES)
                .array();
        return aead(day(ciphertext), ringKey(ciphertext), ring).decrypt(asTink, associated);
    }

    /**
     * A copy without the secrets of all days up to one of them, except the kept ones.
     *
     * @return this object if it has none of them any more
     */
    VaultDays without(int last, Set<Integer> kept) {
        var left = new TreeMap<Integer, SecretBytes>();
        single.forEach((day, secret) -> {
            if (day > last || kept.contains(day)) {
                left.put(day, secret);
            }
        });
        SecretBytes next = link;
        for (int day = from; day <= last; day++) {
            if (kept.contains(day)) {
                left.put(day, derived(next, SECRET, SECRET_BYTES));
            }
            next = derived(next, NEXT, SECRET_BYTES);
        }
        return last < from && left.size() == single.size()
                ? this
                : new VaultDays(suite, number, Math.max(from, last + 1), next, left);
    }

    @Override
    public String toString() {
        return "VaultDays"; // never a key
    }

    /**
     * The cipher of a day and a ring's key. It checks the ring first, so that a key taken out of it opens nothing, even
     * if its cipher is cached.
     */
    private Aead aead(int day, int ringKey, KeyRingKeys ring) throws GeneralSecurityException {
        SecretBytes sealing = ring.byNumber().get(ringKey);
        if (sealing == null || !has(day)) {
            throw new GeneralSecurityException("the key of the ring or the secret of the day is missing");
        }
        var of = new KeyOf(day, ringKey);
        Aead known = ready.get(of);
        if (known == null) {
            known = suite.aead(ringKey, key(day, sealing));
            ready.put(of, known);
        }
        return known;
    }

    private SecretBytes key(int day, SecretBytes sealing) {
        byte[] input = sealing.toByteArray(InsecureSecretKeyAccess.get());
        return derived(secret(day), input, suite.keyBytes(KeyUse.SEALING));
    }

    private SecretBytes secret(int day) {
        SecretBytes alone = single.get(day);
        if (alone != null) {
            return alone;
        }
        SecretBytes of = link;
        for (int before = from; before < day; before++) {
            of = derived(of, NEXT, SECRET_BYTES);
        }
        return derived(of, SECRET, SECRET_BYTES);
    }

    private SecretBytes derived(SecretBytes of, byte[] input, int length) {
        try {
            byte[] output = suite.prf(PRF_NUMBER, of).compute(input, length);
            return SecretBytes.copyFrom(output, InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("the secret of a day cannot be derived", impossible);
        }
    }
}
