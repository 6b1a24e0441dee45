package lingdian.identity;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.prf.PredefinedPrfParameters;
import com.google.crypto.tink.prf.PrfConfig;
import com.google.crypto.tink.prf.PrfSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.EnumMap;
import java.util.Map;

/**
 * The keys of the vault, kept in a file outside the database.
 *
 * <p>The numbers of documents are few, so a hash of them hides nothing without a key, and a key beside the hashes hides
 * nothing either (DOMAIN.md, section 5). One JSON file of four Tink keysets; a keyset may hold older keys beside its
 * primary one, so that keys can be rotated without another format.
 */
public final class KeyRing {
    /** What a keyset is for, and of what kind its keys must be. */
    enum Use {
        SEALING("sealing", PredefinedAeadParameters.AES256_GCM, "AES-256-GCM keys"),
        PERSON_TOKENS("personTokens", PredefinedPrfParameters.HMAC_SHA256_PRF, "HMAC-SHA-256 keys of 256 bits"),
        CONTENT_MACS("contentMacs", PredefinedPrfParameters.HMAC_SHA256_PRF, "HMAC-SHA-256 keys of 256 bits"),
        PERSON_REFS("personRefs", PredefinedPrfParameters.HMAC_SHA256_PRF, "HMAC-SHA-256 keys of 256 bits");

        private final String field;
        private final Parameters parameters;
        private final String kind;

        Use(String field, Parameters parameters, String kind) {
            this.field = field;
            this.parameters = parameters;
            this.kind = kind;
        }
    }

    private static final String FORMAT_FIELD = "lingdianKeyRing";
    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    static {
        try {
            AeadConfig.register();
            PrfConfig.register();
        } catch (GeneralSecurityException missing) {
            throw new ExceptionInInitializerError(missing);
        }
    }

    private final Map<Use, KeysetHandle> keysets;

    private KeyRing(Map<Use, KeysetHandle> keysets) {
        this.keysets = keysets;
    }

    /**
     * Makes new keys and stores them, readable by the owner alone. When this returns the file survives a power cut.
     *
     * @throws KeyRingException where there is a file already (it is left as it is) or none can be written
     */
    public static KeyRing create(Path file) throws KeyRingException {
        try {
            KeyRing ring = generate();
            NewFile.write(file, ring.json());
            return ring;
        } catch (FileAlreadyExistsException exists) {
            throw new KeyRingException("the key ring " + file + " exists already");
        } catch (IOException unwritable) {
            throw new KeyRingException("the key ring " + file + " cannot be written");
        }
    }

    /**
     * Reads the keys of a file.
     *
     * @throws KeyRingException where the file is missing, unreadable, or not a key ring with the right kinds of keys
     */
    public static KeyRing load(Path file) throws KeyRingException {
        JsonNode json = parse(file, read(file));
        Map<Use, KeysetHandle> keysets = new EnumMap<>(Use.class);
        for (Use use : Use.values()) {
            keysets.put(use, keyset(file, use, json.path(use.field)));
        }
        return new KeyRing(keysets);
    }

    Aead sealing() {
        return primitive(Use.SEALING, Aead.class);
    }

    PrfSet hashing(Use use) {
        return primitive(use, PrfSet.class);
    }

    /** The number that Tink gave the primary key of a use: its version. */
    int version(Use use) {
        return keyset(use).getPrimary().getId();
    }

    @Override
    public String toString() {
        return "KeyRing"; // never a key
    }

    private KeysetHandle keyset(Use use) {
        KeysetHandle keyset = keysets.get(use);
        if (keyset == null) {
            throw new IllegalStateException("no keys for " + use.field);
        }
        return keyset;
    }

    private <P> P primitive(Use use, Class<P> type) {
        try {
            return keyset(use).getPrimitive(RegistryConfiguration.get(), type);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("the keys for " + use.field + " cannot be used", impossible);
        }
    }

    private static KeyRing generate() {
        Map<Use, KeysetHandle> keysets = new EnumMap<>(Use.class);
        try {
            for (Use use : Use.values()) {
                keysets.put(use, KeysetHandle.generateNew(use.parameters));
            }
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("keys cannot be generated", impossible);
        }
        return new KeyRing(keysets);
    }

    private byte[] json() throws IOException {
        ObjectNode json = JSON.createObjectNode().put(FORMAT_FIELD, FORMAT);
        try {
            for (Use use : Use.values()) {
                String keyset = TinkJsonProtoKeysetFormat.serializeKeyset(keyset(use), InsecureSecretKeyAccess.get());
                json.set(use.field, JSON.readTree(keyset));
            }
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("keys cannot be serialized", impossible);
        }
        String text = json.toPrettyString() + "\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] read(Path file) throws KeyRingException {
        try {
            return Files.readAllBytes(file);
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

    private static KeysetHandle keyset(Path file, Use use, JsonNode json) throws KeyRingException {
        try {
            KeysetHandle keyset = TinkJsonProtoKeysetFormat.parseKeyset(json.toString(), InsecureSecretKeyAccess.get());
            if (allAre(keyset, use.parameters)) {
                return keyset;
            }
        } catch (GeneralSecurityException | IllegalStateException refused) {
            // refused below: Tink's own message might quote a key
        }
        throw new KeyRingException("the key ring " + file + " holds no " + use.kind + " under \"" + use.field + "\"");
    }

    private static boolean allAre(KeysetHandle keyset, Parameters parameters) {
        for (int i = 0; i < keyset.size(); i++) {
            if (!keyset.getAt(i).getKey().getParameters().equals(parameters)) {
                return false;
            }
        }
        return keyset.size() > 0;
    }
}
