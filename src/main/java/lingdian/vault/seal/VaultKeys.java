package lingdian.vault.seal;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.prf.Prf;
import com.google.crypto.tink.util.SecretBytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** A ring ready for use: every key as an object that seals or hashes. Immutable; a new ring makes a new one. */
public final class VaultKeys {
    private static final int CHECK_BYTES = 16;
    private static final int PROOF_BYTES = 32;
    private static final byte[] LABEL = "\0lingdian key ring".getBytes(StandardCharsets.UTF_8);

    public final KeyRing ring;
    final VaultAead sealing;
    final Hashing personTokens;
    final Hashing contentMacs;
    final Hashing personRefs;
    private final Map<Integer, Aead> sealingKeys;
    private final VaultSigner signer;
    private final List<PublicKey> signingKeys;

    /**
     * The hashes of one use.
     *
     * @param oldest the first key: its hashes stay the same for as long as it is in the ring
     * @param others all but the primary one
     */
    record Hashing(Prf primary, Prf oldest, List<Prf> others, SequencedMap<Integer, Prf> byNumber) {}

    VaultKeys(KeyRing ring) {
        this.ring = ring;
        try {
            sealingKeys = new HashMap<>();
            KeyRingKeys keys = ring.keys(KeyUse.SEALING);
            for (Map.Entry<Integer, SecretBytes> key : keys.byNumber().entrySet()) {
                sealingKeys.put(key.getKey(), ring.suite().suite().aead(key.getKey(), key.getValue()));
            }
            sealing = new VaultAead(key(sealingKeys, keys.primary()), sealingKeys);
            personTokens = hashing(ring, KeyUse.PERSON_TOKENS);
            contentMacs = hashing(ring, KeyUse.CONTENT_MACS);
            personRefs = hashing(ring, KeyUse.PERSON_REFS);
            signer = signer(ring, ring.keys(KeyUse.SIGNING).primary());
            signingKeys = signingKeys(ring);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("the keys of the ring cannot be used", impossible);
        }
    }

    /** Whether a ciphertext names a key that was taken out of the ring. */
    boolean sealedWithRetiredKey(byte[] ciphertext) {
        var number = VaultAead.number(ciphertext);
        return number.isPresent()
                && !sealingKeys.containsKey(number.getAsInt())
                && ring.history().retired(KeyUse.SEALING, number.getAsInt());
    }

    /** The value by which a database recognises a key; it reveals nothing about the key. */
    byte[] check(KeyUse use, int number) {
        try {
            return use == KeyUse.SEALING
                    ? key(sealingKeys, number).encrypt(LABEL, LABEL)
                    : key(hashing(use).byNumber(), number).compute(LABEL, CHECK_BYTES);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a key cannot be used", impossible);
        }
    }

    /** Whether {@code check} was made with this key. */
    boolean checks(KeyUse use, int number, byte[] check) {
        try {
            return use == KeyUse.SEALING
                    ? Arrays.equals(LABEL, key(sealingKeys, number).decrypt(check, LABEL))
                    : Arrays.equals(check, check(use, number));
        } catch (GeneralSecurityException madeWithAnother) {
            return false;
        }
    }

    /** Identifies a ring for people: by its oldest hashing keys and the number of its first sealing key. */
    String fingerprint() {
        var parts = new ByteArrayOutputStream();
        parts.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                .putInt(ring.keys(KeyUse.SEALING).byNumber().firstEntry().getKey())
                .array());
        parts.writeBytes(hash(personRefs.oldest(), LABEL, CHECK_BYTES));
        parts.writeBytes(hash(contentMacs.oldest(), LABEL, CHECK_BYTES));
        parts.writeBytes(LABEL);
        return HexFormat.of().formatHex(hash(personTokens.oldest(), parts.toByteArray(), CHECK_BYTES));
    }

    static byte[] hash(Prf key, byte[] bytes, int length) {
        try {
            return key.compute(bytes, length);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a keyed hash cannot be computed", impossible);
        }
    }

    /** For the log: the numbers of the primary keys, and how many others there are. */
    @Override
    public String toString() {
        return Arrays.stream(KeyUse.values())
                .map(use -> use + " key " + KeyRingRotation.shown(ring.keys(use).primary()) + " in use, "
                        + (ring.keys(use).byNumber().size() - 1) + " others")
                .collect(Collectors.joining("; "));
    }

    VaultSigner signer() {
        return signer;
    }

    /** The public halves of all keys that sign, did, or will. */
    List<PublicKey> signingKeys() {
        return signingKeys;
    }

    /** Made with the key that is not rotated: it is compared years after the key that it is about was retired. */
    byte[] signingKeyProof(PublicKey key) {
        return hash(
                personRefs.primary(),
                ("\0lingdian signing key " + key.fingerprint()).getBytes(StandardCharsets.UTF_8),
                PROOF_BYTES);
    }

    private static List<PublicKey> signingKeys(KeyRing ring) throws GeneralSecurityException {
        var keys = new ArrayList<PublicKey>();
        for (int number : ring.keys(KeyUse.SIGNING).byNumber().keySet()) {
            keys.add(signer(ring, number).publicKey());
        }
        return List.copyOf(keys);
    }

    private static VaultSigner signer(KeyRing ring, int number) throws GeneralSecurityException {
        return ring.suite().suite().signer(number, key(ring.keys(KeyUse.SIGNING).byNumber(), number));
    }

    private Hashing hashing(KeyUse use) {
        return switch (use) {
            case PERSON_TOKENS -> personTokens;
            case CONTENT_MACS -> contentMacs;
            case PERSON_REFS -> personRefs;
            case SEALING, SIGNING -> throw new IllegalArgumentException("no hashes");
        };
    }

    private static Hashing hashing(KeyRing ring, KeyUse use) throws GeneralSecurityException {
        KeyRingKeys keys = ring.keys(use);
        var byNumber = new LinkedHashMap<Integer, Prf>();
        for (Map.Entry<Integer, SecretBytes> key : keys.byNumber().entrySet()) {
            byNumber.put(key.getKey(), ring.suite().suite().prf(key.getKey(), key.getValue()));
        }
        Prf primary = key(byNumber, keys.primary());
        List<Prf> others =
                byNumber.values().stream().filter(prf -> prf != primary).toList();
        return new Hashing(primary, byNumber.firstEntry().getValue(), others, byNumber);
    }

    private static <P> P key(Map<Integer, P> byNumber, int number) throws GeneralSecurityException {
        P key = byNumber.get(number);
        if (key == null) {
            throw new GeneralSecurityException("no such key");
        }
        return key;
    }
}
