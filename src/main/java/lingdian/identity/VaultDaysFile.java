package lingdian.identity;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.util.SecretBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Where the keys of days lie: a file beside the key ring, each of them sealed with the ring's key.
 *
 * <p>In neither the ring nor the database, because copies of both are kept for years: a ring's copy and a database's backup
 * together open nothing of a day whose key this file no longer leads to.
 */
final class VaultDaysFile {
    private static final String FORMAT_FIELD = "lingdianDayKeys";
    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private VaultDaysFile() {}

    /** The file of the ring in another. */
    static Path beside(Path ring) {
        return ring.resolveSibling(ring.getFileName() + ".days");
    }

    /** @throws KeyRingException where it is not there, or was not sealed with this ring */
    static VaultDays load(VaultKeys keys) throws KeyRingException {
        Path file = beside(keys.ring.file());
        JsonNode json = json(file);
        long number = json.path("number").asLong();
        KeyRingSuite suite = keys.ring.suite().suite();
        try {
            int from = day(json.path("from").asText());
            var single = new TreeMap<Integer, SecretBytes>();
            for (Map.Entry<String, JsonNode> one : json.path("single").properties()) {
                int day = day(one.getKey());
                single.put(day, opened(keys, number, day, one.getValue(), suite.keyBytes(KeyUse.SEALING)));
            }
            SecretBytes secret = opened(keys, number, from, json.path("secret"), VaultDays.secretBytes());
            return new VaultDays(suite, number, from, secret, single);
        } catch (GeneralSecurityException | IllegalArgumentException | DateTimeException refused) {
            throw new KeyRingException("the day keys " + file + " do not open with the key ring " + keys.ring.file());
        }
    }

    /** @throws FileAlreadyExistsException where another node has just made one */
    static void create(VaultKeys keys, VaultDays days) throws IOException {
        NewFile.write(beside(keys.ring.file()), bytes(keys, days));
    }

    /** What is not in {@code days} is gone from the file when this returns. */
    static void replace(VaultKeys keys, VaultDays days) throws IOException {
        NewFile.replace(beside(keys.ring.file()), bytes(keys, days));
    }

    static boolean exists(Path ring) {
        return Files.exists(beside(ring));
    }

    /** Whether the file beside a ring needs one of its keys. */
    static boolean needs(Path ring, int sealingKey) throws KeyRingException {
        if (!exists(ring)) {
            return false;
        }
        JsonNode json = json(beside(ring));
        boolean needed = sealedWith(json.path("secret"), sealingKey);
        for (JsonNode one : json.path("single")) {
            needed |= sealedWith(one, sealingKey);
        }
        return needed;
    }

    private static boolean sealedWith(JsonNode text, int key) {
        try {
            return VaultAead.number(Base64.getDecoder().decode(text.asText())).equals(OptionalInt.of(key));
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static JsonNode json(Path file) throws KeyRingException {
        try {
            JsonNode json = JSON.readTree(Files.readAllBytes(file));
            if (json.path(FORMAT_FIELD).asInt() == FORMAT) {
                return json;
            }
        } catch (JacksonException notJson) {
            // refused below: the parser's own message might quote a key
        } catch (IOException unreadable) {
            throw new KeyRingException("the day keys " + file + " cannot be read");
        }
        throw new KeyRingException("the file " + file + " does not hold day keys of Lingdian");
    }

    private static byte[] bytes(VaultKeys keys, VaultDays days) {
        ObjectNode json = JSON.createObjectNode()
                .put(FORMAT_FIELD, FORMAT)
                .put("number", days.number())
                .put("from", LocalDate.ofEpochDay(days.from()).toString())
                .put("secret", sealed(keys, days.number(), days.from(), days.secret()));
        ObjectNode single = json.putObject("single");
        days.single()
                .forEach((day, key) -> single.put(
                        LocalDate.ofEpochDay(day).toString(), sealed(keys, days.number(), day, key)));
        return (json.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String sealed(VaultKeys keys, long number, int day, SecretBytes secret) {
        try {
            byte[] sealed = keys.sealing.encrypt(
                    secret.toByteArray(InsecureSecretKeyAccess.get()), associated(number, day, secret.size()));
            return Base64.getEncoder().encodeToString(sealed);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("the key of a day cannot be sealed", impossible);
        }
    }

    private static SecretBytes opened(VaultKeys keys, long number, int day, JsonNode text, int length)
            throws GeneralSecurityException {
        byte[] sealed = Base64.getDecoder().decode(text.asText());
        byte[] secret = keys.sealing.decrypt(sealed, associated(number, day, length));
        return SecretBytes.copyFrom(secret, InsecureSecretKeyAccess.get());
    }

    /** Bound to its chain and day: a secret that is moved does not open. */
    private static byte[] associated(long number, int day, int length) {
        return ByteBuffer.allocate(Long.BYTES + 2 * Integer.BYTES)
                .putLong(number)
                .putInt(day)
                .putInt(length)
                .array();
    }

    private static int day(String text) {
        return Math.toIntExact(LocalDate.parse(text).toEpochDay());
    }
}
