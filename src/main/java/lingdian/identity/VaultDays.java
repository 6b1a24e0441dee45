package lingdian.identity;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.prf.Prf;
import com.google.crypto.tink.util.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The keys of received days, ready for use. A value: to destroy keys is to go on with another one that lacks them.
 *
 * <p>They hang on one chain: a day's secret gives its key and the secret of the day after it, and nothing leads back. So every
 * node makes the key of each new day by itself, without telling the others; and who forgets the secrets up to a day has
 * destroyed the keys up to it, while those of all later days follow from the next secret. Days are numbered since 1970.
 */
final class VaultDays {
    private static final int SECRET_BYTES = 32;
    private static final int PRF_NUMBER = 1;
    private static final byte TINK = 1;
    private static final byte OF_A_DAY = 2;
    private static final int PREFIX_BYTES = 1 + Integer.BYTES;
    private static final byte[] NEXT = "lingdian next day".getBytes(StandardCharsets.UTF_8);
    private static final byte[] KEY = "lingdian day key".getBytes(StandardCharsets.UTF_8);

    private final KeyRingSuite suite;
    private final long number;
    private final int from;
    private final SecretBytes secret;
    private final SortedMap<Integer, SecretBytes> single;
    private final Map<Integer, Aead> ready = new ConcurrentHashMap<>();

    /**
     * @param number names the chain
     * @param from the first day of which the secret is known
     * @param secret of that day
     * @param single keys of earlier days that are kept longer than days after them
     */
    VaultDays(KeyRingSuite suite, long number, int from, SecretBytes secret, Map<Integer, SecretBytes> single) {
        this.suite = suite;
        this.number = number;
        this.from = from;
        this.secret = secret;
        this.single = Collections.unmodifiableSortedMap(new TreeMap<>(single));
    }

    /** A chain that begins with a day. */
    static VaultDays create(KeyRingSuite suite, long number, int from) {
        return new VaultDays(suite, number, from, SecretBytes.randomBytes(SECRET_BYTES), Map.of());
    }

    long number() {
        return number;
    }

    int from() {
        return from;
    }

    SecretBytes secret() {
        return secret;
    }

    SortedMap<Integer, SecretBytes> single() {
        return single;
    }

    /** Whether a ciphertext was sealed with the key of a day. */
    static boolean sealed(byte[] ciphertext) {
        return ciphertext.length > PREFIX_BYTES && ciphertext[0] == OF_A_DAY;
    }

    /** Whether it has the key of a day: not where it was destroyed, or the day was before its first. */
    boolean has(int day) {
        return day >= from || single.containsKey(day);
    }

    /** Seals with the key of a day, which it has. The ciphertext begins with a byte 2 and the day. */
    byte[] encrypt(int day, byte[] plaintext, byte[] associated) throws GeneralSecurityException {
        byte[] sealed = aead(day).encrypt(plaintext, associated);
        sealed[0] = OF_A_DAY;
        return sealed;
    }

    /** Opens what was sealed with the key of a day, which it has. */
    byte[] decrypt(byte[] ciphertext, byte[] associated) throws GeneralSecurityException {
        byte[] asTink = ciphertext.clone();
        asTink[0] = TINK;
        return aead(day(ciphertext)).decrypt(asTink, associated);
    }

    /** The day whose key a ciphertext names. */
    static int day(byte[] ciphertext) {
        return VaultAead.number(ciphertext, OF_A_DAY).orElseThrow();
    }

    /**
     * The same without the keys of all days up to one of them, but for those of some that are kept.
     *
     * @return this where it has none of them any more
     */
    VaultDays without(int last, Set<Integer> kept) {
        var left = new TreeMap<Integer, SecretBytes>();
        single.forEach((day, key) -> {
            if (day > last || kept.contains(day)) {
                left.put(day, key);
            }
        });
        SecretBytes next = secret;
        for (int day = from; day <= last; day++) {
            if (kept.contains(day)) {
                left.put(day, derived(next, KEY, suite.keyBytes(KeyUse.SEALING)));
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

    private Aead aead(int day) throws GeneralSecurityException {
        Aead known = ready.get(day);
        if (known == null) {
            known = suite.aead(day, key(day));
            ready.put(day, known);
        }
        return known;
    }

    private SecretBytes key(int day) throws GeneralSecurityException {
        SecretBytes alone = single.get(day);
        if (alone != null) {
            return alone;
        }
        if (day < from) {
            throw new GeneralSecurityException("the key of this day was destroyed");
        }
        SecretBytes of = secret;
        for (int before = from; before < day; before++) {
            of = derived(of, NEXT, SECRET_BYTES);
        }
        return derived(of, KEY, suite.keyBytes(KeyUse.SEALING));
    }

    private SecretBytes derived(SecretBytes of, byte[] label, int length) {
        try {
            Prf prf = suite.prf(PRF_NUMBER, of);
            return SecretBytes.copyFrom(prf.compute(label, length), InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("the key of a day cannot be derived", impossible);
        }
    }

    static int secretBytes() {
        return SECRET_BYTES;
    }
}
