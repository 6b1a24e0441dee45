package lingdian.vault.seal;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.crypto.tink.util.SecretBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lingdian.platform.secret.SecretFile;

/**
 * The keys of the vault, in a file outside the database. Immutable: {@link KeyRingRotation} changes the file.
 *
 * <p>Document numbers are so few that a hash without a key hides nothing, nor does one whose key is stored beside the
 * hashes (handbook, law.md#privacy). The file is JSON, with a keyset for each use. Beside its primary key a keyset may
 * hold older keys, so that earlier ciphertexts still open and earlier tokens still match, and newer ones, so that every
 * node knows a key before any node uses it.
 */
public final class KeyRing {
    private static final String FORMAT_FIELD = "lingdianKeyRing";
    private static final String SUITE_FIELD = "suite";
    private static final String HISTORY_FIELD = "history";
    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path file;
    private final KeySuite suite;
    private final Map<KeyUse, KeyRingKeys> keysets;
    private final KeyRingHistory history;

    KeyRing(Path file, KeySuite suite, Map<KeyUse, KeyRingKeys> keysets, KeyRingHistory history) {
        this.file = file;
        this.suite = suite;
        this.keysets = new EnumMap<>(keysets);
        this.history = history;
    }

    /** Creates a ring of {@link KeySuite#INTERNATIONAL} keys. */
    public static KeyRing create(Path file) throws KeyRingException {
        return create(file, KeySuite.INTERNATIONAL);
    }

    /**
     * Makes new keys and stores them, readable by the owner only. On return the file survives a power failure.
     *
     * @throws KeyRingException if the file exists (it is left as it is) or cannot be written
     */
    public static KeyRing create(Path file, KeySuite suite) throws KeyRingException {
        Map<KeyUse, KeyRingKeys> keysets = new EnumMap<>(KeyUse.class);
        for (KeyUse use : KeyUse.values()) {
            keysets.put(use, KeyRingKeys.single(number(), key(suite, use)));
        }
        var ring = new KeyRing(file, suite, keysets, KeyRingHistory.NONE);
        try {
            NewFile.write(file, ring.bytes());
            return ring;
        } catch (FileAlreadyExistsException exists) {
            throw new KeyRingException("the key ring " + file + " already exists");
        } catch (IOException unwritable) {
            throw new KeyRingException("the key ring " + file + " cannot be written");
        }
    }

    /**
     * Reads the keys of a file.
     *
     * @throws KeyRingException if the file is missing, unreadable, open to other users of the machine, or not a key ring
     *     with the right kinds of keys
     */
    public static KeyRing load(Path file) throws KeyRingException {
        JsonNode json = parse(file, read(file));
        KeySuite suite = suite(file, json);
        Map<KeyUse, KeyRingKeys> keysets = new EnumMap<>(KeyUse.class);
        for (KeyUse use : KeyUse.values()) {
            keysets.put(use, keyset(file, suite, use, json.path(use.field())));
        }
        try {
            return new KeyRing(file, suite, keysets, KeyRingHistory.read(json.path(HISTORY_FIELD)));
        } catch (IllegalArgumentException refused) {
            throw new KeyRingException("the key ring " + file + " has no valid \"" + HISTORY_FIELD + "\"");
        }
    }

    /**
     * The SHA-256 of a file, to recognise a changed one.
     *
     * @throws KeyRingException if the file is missing or unreadable
     */
    static byte[] digest(Path file) throws KeyRingException {
        try {
            return MessageDigest.getInstance("SHA-256").digest(read(file));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public Path file() {
        return file;
    }

    public KeySuite suite() {
        return suite;
    }

    /**
     * Rejects a ring of another suite than the configured one.
     *
     * @throws KeyRingException if the suite differs
     */
    public KeyRing demand(KeySuite wanted) throws KeyRingException {
        if (suite != wanted) {
            throw new KeyRingException("the key ring " + file + " is of the suite " + suite
                    + ", but lingdian.yaml demands suite: " + wanted);
        }
        return this;
    }

    public KeyRingKeys keys(KeyUse use) {
        KeyRingKeys keys = keysets.get(use);
        if (keys == null) {
            throw new IllegalStateException("no keys for " + use);
        }
        return keys;
    }

    /**
     * The numbers of keys whose products must be replaced: those before the primary key, and those that were taken out.
     */
    public List<Integer> superseded(KeyUse use) {
        KeyRingKeys keys = keys(use);
        var numbers = new ArrayList<Integer>();
        for (int number : keys.byNumber().keySet()) {
            if (number == keys.primary()) {
                break; // later keys are not promoted yet
            }
            numbers.add(number);
        }
        history.times().keySet().stream()
                .filter(key -> key.use() == use && history.retired(use, key.number()))
                .forEach(key -> numbers.add(key.number()));
        return numbers;
    }

    KeyRingHistory history() {
        return history;
    }

    KeyRing with(KeyUse use, KeyRingKeys keys, KeyRingHistory changed) {
        Map<KeyUse, KeyRingKeys> all = new EnumMap<>(keysets);
        all.put(use, keys);
        return new KeyRing(file, suite, all, changed);
    }

    /** A number that no key of the ring has or had. */
    int unusedNumber() {
        int number = number();
        while (taken(number)) {
            number = number();
        }
        return number;
    }

    SecretBytes newKey(KeyUse use) {
        return key(suite, use);
    }

    /** The content of its file. */
    byte[] bytes() {
        ObjectNode json = JSON.createObjectNode().put(FORMAT_FIELD, FORMAT).put(SUITE_FIELD, suite.toString());
        try {
            for (KeyUse use : keysets.keySet()) {
                json.set(use.field(), suite.suite().write(use, keys(use)));
            }
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("keys cannot be serialized", impossible);
        }
        if (!history.times().isEmpty()) {
            json.set(HISTORY_FIELD, history.json());
        }
        String text = json.toPrettyString() + "\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether both hold equal keys, whatever their files look like. */
    boolean holdsTheSame(KeyRing other) {
        return Arrays.equals(bytes(), other.bytes());
    }

    @Override
    public String toString() {
        return "KeyRing"; // never a key
    }

    private boolean taken(int number) {
        for (KeyUse use : keysets.keySet()) {
            if (keys(use).has(number) || history.times().containsKey(new KeyRingHistory.Key(use, number))) {
                return true;
            }
        }
        return false;
    }

    private static int number() {
        int number = RANDOM.nextInt();
        return number == 0 ? 1 : number;
    }

    private static SecretBytes key(KeySuite suite, KeyUse use) {
        return SecretBytes.randomBytes(suite.suite().keyBytes(use));
    }

    static byte[] read(Path file) throws KeyRingException {
        try {
            byte[] bytes = Files.readAllBytes(file);
            Optional<String> fault = SecretFile.fault(file);
            if (fault.isPresent()) {
                throw new KeyRingException("the key ring " + file + " " + fault.get());
            }
            return bytes;
        } catch (NoSuchFileException missing) {
            throw new KeyRingException("the key ring " + file + " does not exist");
        } catch (IOException unreadable) {
            throw new KeyRingException("the key ring " + file + " cannot be read");
        }
    }

    private static JsonNode parse(Path file, byte[] bytes) throws KeyRingException {
        try {
            JsonNode json = JSON.readTree(bytes);
            if (json.path(FORMAT_FIELD).asInt() == FORMAT) {
                return json;
            }
        } catch (JacksonException notJson) {
            // refused below: the parser's own message might quote a key
        } catch (IOException impossible) {
            throw new IllegalStateException("a byte array cannot be read", impossible);
        }
        throw new KeyRingException("the file " + file + " is not a key ring of Lingdian");
    }

    private static KeySuite suite(Path file, JsonNode json) throws KeyRingException {
        String word = json.path(SUITE_FIELD).asText();
        Optional<KeySuite> suite = Arrays.stream(KeySuite.values())
                .filter(one -> one.toString().equals(word))
                .findAny();
        return suite.orElseThrow(() -> new KeyRingException("the key ring " + file + " is of an unknown suite"));
    }

    private static KeyRingKeys keyset(Path file, KeySuite suite, KeyUse use, JsonNode json) throws KeyRingException {
        try {
            return suite.suite().read(use, json);
        } catch (GeneralSecurityException | IllegalStateException refused) {
            // refused below: Tink's own message might quote a key
        }
        throw new KeyRingException(
                "the key ring " + file + " holds no " + suite.suite().kind(use) + " under \"" + use.field() + "\"");
    }
}
