package lingdian.vault.seal;

import com.google.crypto.tink.prf.Prf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import lingdian.domain.document.Credential;
import lingdian.domain.document.Document;
import lingdian.domain.document.NameForm;
import lingdian.domain.document.NamedToken;
import lingdian.domain.document.PersonToken;
import lingdian.domain.document.PersonTokens;
import org.jspecify.annotations.Nullable;

/**
 * Seals personal data and makes the keyed hashes that replace it. Thread-safe; a call takes microseconds and no lock.
 *
 * <p>Only tokens and ciphertexts leave the vault: the database without the key ring reveals no person. The keys are
 * replaced while it works: {@link KeyRingWatch}.
 */
public final class Vault {
    private static final int HASH_BYTES = 16;
    private static final int REF_BYTES = 8;
    private static final byte NAME = (byte) 0xFF;
    /** Longer than an id, so that no channel's name is a person's reference. */
    private static final String CHANNEL = "\0lingdian channel ";

    private volatile VaultKeys keys;
    private volatile @Nullable VaultDays days;

    public Vault(KeyRing ring) {
        keys = new VaultKeys(ring);
    }

    /**
     * Switches to another ring, which a {@link KeyRingStore} has checked. Calls under way end with the previous one.
     */
    void take(KeyRing ring) {
        keys = new VaultKeys(ring);
    }

    /** The suite of its keys, which no other ring changes. */
    public KeySuite suite() {
        return keys.ring.suite();
    }

    public VaultKeys keys() {
        return keys;
    }

    /** Switches to other secrets of days. */
    void take(VaultDays others) {
        days = others;
    }

    /** The secrets of days; null if nothing is sealed by days, as in the records of a café. */
    @Nullable
    VaultDays days() {
        return days;
    }

    /**
     * The token of a person: the first 128 bits of the suite's HMAC over the type, a zero byte and the number, trimmed
     * and in upper case. Malformed numbers have tokens too, so that two sessions on one wrong card belong to one
     * person.
     */
    public PersonToken token(String type, String number) {
        return token(keys.personTokens.primary(), person(type, number));
    }

    /** The person's token and those under the ring's other keys, all of one ring: to find records of older keys. */
    public PersonTokens tokens(String type, String number) {
        VaultKeys.Hashing hashing = keys.personTokens;
        byte[] person = person(type, number);
        PersonToken token = token(hashing.primary(), person);
        return hashing.others().isEmpty()
                ? new PersonTokens(token, List.of())
                : new PersonTokens(
                        token,
                        hashing.others().stream().map(key -> token(key, person)).toList());
    }

    /**
     * The tokens of who registers by a credential; a network identity tells no name, so the hash is of an empty one.
     *
     * <p>A credential without a number tells nobody, so its token is made up: no two such logins are of one person.
     */
    public List<NamedToken> names(Credential credential) {
        String name = credential instanceof Document document ? document.name() : "";
        String number = credential.identifier();
        return names(
                credential.type(),
                trim(number).isEmpty() ? '\0' + UUID.randomUUID().toString() : number,
                name);
    }

    /**
     * The person's token and name hash under each key of one ring, the primary key first.
     *
     * <p>A name's hash, 16 bytes, covers its {@link NameForm} and the token, so that equal names of two persons do not
     * look alike. It is made with the token's key: a hash recorded under an older key is compared with that key's hash.
     */
    public List<NamedToken> names(String type, String number, String name) {
        VaultKeys with = keys;
        int primary = with.ring.keys(KeyUse.PERSON_TOKENS).primary();
        byte[] person = person(type, number);
        byte[] form = NameForm.of(name).getBytes(StandardCharsets.UTF_8);
        NamedToken first = named(primary, with.personTokens.primary(), person, form);
        if (with.personTokens.others().isEmpty()) {
            return List.of(first);
        }
        var names = new ArrayList<>(List.of(first));
        with.personTokens.byNumber().forEach((version, key) -> {
            if (version != primary) {
                names.add(named(version, key, person, form));
            }
        });
        return List.copyOf(names);
    }

    /** The version of the key that tokens are made with; tokens of different versions are not comparable. */
    public int tokenVersion() {
        return keys.ring.keys(KeyUse.PERSON_TOKENS).primary();
    }

    /** Encrypts a text for one place. Two ciphertexts of one text differ. */
    public byte[] seal(String text, SealedRef ref) {
        return sealBytes(TextEncoding.encode(text), ref);
    }

    /**
     * Encrypts a text for one place and a received day, whose secret is destroyed when the day is dropped. Without
     * secrets of days, or for a day before the first of them, it uses the ring's key alone.
     */
    public byte[] seal(String text, SealedRef ref, LocalDate day) {
        return sealEncoded(TextEncoding.encode(text), ref, day);
    }

    private byte[] sealEncoded(byte[] text, SealedRef ref, LocalDate day) {
        VaultDays with = days;
        int number = VaultDayKeys.number(day);
        if (with == null || !with.has(number)) {
            return sealBytes(text, ref);
        }
        try {
            return with.encrypt(number, keys.ring.keys(KeyUse.SEALING), text, associated(ref));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a text cannot be sealed", impossible);
        }
    }

    /**
     * Decrypts a text.
     *
     * @throws VaultException if it was sealed with other keys or for another place, or was altered
     */
    public String unseal(byte[] ciphertext, SealedRef ref) throws VaultException {
        byte[] encoded = VaultDays.sealed(ciphertext) ? unsealOfDay(ciphertext, ref) : unsealBytes(ciphertext, ref);
        try {
            return TextEncoding.decode(encoded);
        } catch (IllegalArgumentException unknownEncoding) {
            throw new VaultException(ref, "is of an unknown encoding");
        }
    }

    private byte[] unsealOfDay(byte[] ciphertext, SealedRef ref) throws VaultException {
        VaultDays with = days;
        KeyRing ring = keys.ring;
        if (with == null) {
            throw new VaultException(ref, "does not open");
        }
        try {
            return with.decrypt(ciphertext, ring.keys(KeyUse.SEALING), associated(ref));
        } catch (GeneralSecurityException refused) {
            throw gone(with, ring, ciphertext, ref);
        }
    }

    private static VaultException gone(VaultDays with, KeyRing ring, byte[] ciphertext, SealedRef ref) {
        if (!with.has(VaultDays.day(ciphertext))) {
            return VaultException.dayDestroyed(ref);
        }
        return ring.history().retired(KeyUse.SEALING, VaultDays.ringKey(ciphertext))
                ? VaultException.keyRetired(ref)
                : new VaultException(ref, "does not open");
    }

    /** Encrypts bytes, such as a photo, for one place. */
    public byte[] sealBytes(byte[] bytes, SealedRef ref) {
        try {
            return keys.sealing.encrypt(bytes, associated(ref));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("bytes cannot be sealed", impossible);
        }
    }

    /**
     * Decrypts bytes.
     *
     * @throws VaultException if they were sealed with other keys or for another place, or were altered
     */
    public byte[] unsealBytes(byte[] ciphertext, SealedRef ref) throws VaultException {
        VaultKeys with = keys;
        try {
            return with.sealing.decrypt(ciphertext, associated(ref));
        } catch (GeneralSecurityException refused) {
            throw with.sealedWithRetiredKey(ciphertext)
                    ? VaultException.keyRetired(ref)
                    : new VaultException(ref, "does not open");
        }
    }

    /** Encrypts a document for one place and a received day. */
    public byte[] sealDocument(Credential document, SealedRef ref, LocalDate day) {
        return sealEncoded(TextEncoding.encodeDocument(SealedDocument.json(document)), ref, day);
    }

    /** Encrypts a document for one place. */
    public byte[] sealDocument(Credential document, SealedRef ref) {
        return sealBytes(TextEncoding.encodeDocument(SealedDocument.json(document)), ref);
    }

    /**
     * Decrypts a document, or a network identity.
     *
     * @throws VaultException if it cannot be opened, or its content is neither
     */
    public Credential unsealDocument(byte[] ciphertext, SealedRef ref) throws VaultException {
        String json = unseal(ciphertext, ref);
        return SealedDocument.credential(json).orElseThrow(() -> new VaultException(ref, "is not a document"));
    }

    /**
     * Decrypts a document where a network identity has no place.
     *
     * @throws VaultException as {@link #unsealDocument}
     */
    public Document unsealCard(byte[] ciphertext, SealedRef ref) throws VaultException {
        if (unsealDocument(ciphertext, ref) instanceof Document document) {
            return document;
        }
        throw new VaultException(ref, "is not a document");
    }

    /**
     * A keyed hash of an event's canonical bytes, 16 bytes: distinguishes a repetition from other content and reveals
     * nothing else.
     */
    public byte[] contentMac(byte[] canonical) {
        return VaultKeys.hash(keys.contentMacs.primary(), canonical, HASH_BYTES);
    }

    /** Whether {@code mac} is the hash of this content under any key of the ring. */
    public boolean isContentMac(byte[] mac, byte[] canonical) {
        return keys.contentMacs.byNumber().values().stream()
                .anyMatch(key -> MessageDigest.isEqual(mac, VaultKeys.hash(key, canonical, HASH_BYTES)));
    }

    /** Whether a key that hashes of contents were made with is no longer in the ring: such a hash cannot be checked. */
    public boolean hasRetiredContentMacs() {
        return keys.ring.history().retiredAny(KeyUse.CONTENT_MACS);
    }

    /**
     * A keyed hash that identifies a content. It stays the same across rotations as long as the ring's oldest key is
     * kept.
     */
    public byte[] lastingContentMac(byte[] canonical) {
        return VaultKeys.hash(keys.contentMacs.oldest(), canonical, HASH_BYTES);
    }

    /** The reference that replaces the person of a violation: 16 hexadecimal characters without meaning outside it. */
    public String personRef(UUID violationId) {
        byte[] id = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(violationId.getMostSignificantBits())
                .putLong(violationId.getLeastSignificantBits())
                .array();
        return HexFormat.of().formatHex(VaultKeys.hash(keys.personRefs.primary(), id, REF_BYTES));
    }

    /**
     * The name of a channel on which the nodes of this database notify each other. Every role of the database may notify on a
     * channel, and does so with thousands of long messages in a second, but reaches nobody without its name.
     *
     * <p>It is made with the key that is not rotated, so that all nodes know the same one at any time.
     *
     * @param purpose tells it from other channels
     */
    public String channel(String purpose) {
        byte[] name = (CHANNEL + purpose).getBytes(StandardCharsets.UTF_8);
        return "lingdian_" + HexFormat.of().formatHex(VaultKeys.hash(keys.personRefs.primary(), name, HASH_BYTES));
    }

    /**
     * Signs a message, such as a checkpoint or an evidence bundle, with the key in use. The message's first line must
     * state its type.
     */
    public KeySignature sign(byte[] message) {
        return keys.signer().sign(message);
    }

    /** By which what is signed now is checked. */
    public PublicKey publicKey() {
        return keys.signer().publicKey();
    }

    /** Whether a key is one of the ring's own, in use or not. */
    public boolean hasSigningKey(PublicKey key) {
        return keys.signingKeys().contains(key);
    }

    /**
     * A keyed hash that only who has the ring can make: a key is the service's if the database holds this of it, whatever else
     * the database says. It stays the same for good, because keys that were retired signed what is kept.
     */
    public byte[] signingKeyProof(PublicKey key) {
        return keys.signingKeyProof(key);
    }

    /** Identifies the ring's oldest keys without revealing them, 32 hexadecimal characters: equal on every node. */
    public String fingerprint() {
        return keys.fingerprint();
    }

    @Override
    public String toString() {
        return "Vault[" + fingerprint() + "]";
    }

    private static PersonToken token(Prf key, byte[] person) {
        ByteBuffer hash = ByteBuffer.wrap(VaultKeys.hash(key, person, HASH_BYTES));
        return new PersonToken(new UUID(hash.getLong(), hash.getLong()));
    }

    private static NamedToken named(int version, Prf key, byte[] person, byte[] form) {
        PersonToken token = token(key, person);
        byte[] input = ByteBuffer.allocate(1 + 2 * Long.BYTES + form.length)
                .put(NAME) // no text in UTF-8 has such a byte, so this is never a person's type and number
                .putLong(token.value().getMostSignificantBits())
                .putLong(token.value().getLeastSignificantBits())
                .put(form)
                .array();
        return new NamedToken(token, version, VaultKeys.hash(key, input, HASH_BYTES));
    }

    private static byte[] person(String type, String number) {
        String person = type + '\0' + trim(number).toUpperCase(Locale.ROOT);
        return person.getBytes(StandardCharsets.UTF_8);
    }

    /** Every field of a reference, each text preceded by its length, so that no two references have equal bytes. */
    static byte[] associated(SealedRef ref) {
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

    /** The number without surrounding blanks, including no-break spaces, which {@link String#strip} keeps. */
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
