package lingdian.vault.seal;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.util.SecretBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lingdian.platform.secret.SecretFile;

/**
 * The file of the secrets of days, beside the key ring.
 *
 * <p>The secrets are neither in the ring nor in the database, because copies of both are kept for years: a copy of the
 * ring and a database backup together open no text of a day whose secret this file no longer yields. The file alone
 * opens nothing either.
 */
final class VaultDaysFile {
    private static final String FORMAT_FIELD = "lingdianDayKeys";
    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private VaultDaysFile() {}

    /** The path of the file. */
    static Path beside(Path ring) {
        return ring.resolveSibling(ring.getFileName() + ".days");
    }

    /** @throws KeyRingException if the file is missing or damaged */
    static VaultDays load(Path file, KeyRingSuite suite) throws KeyRingException {
        JsonNode json = json(file);
        try {
            var single = new TreeMap<Integer, SecretBytes>();
            for (Map.Entry<String, JsonNode> one : json.path("single").properties()) {
                single.put(day(one.getKey()), secret(one.getValue()));
            }
            return new VaultDays(
                    suite,
                    json.path("number").asLong(),
                    day(json.path("from").asText()),
                    secret(json.path("link")),
                    single);
        } catch (IllegalArgumentException | DateTimeException refused) {
            // refused below: the message might quote a secret
        }
        throw new KeyRingException("the day keys " + file + " are damaged");
    }

    /** @throws FileAlreadyExistsException if another node has just created one */
    static void create(Path file, VaultDays days) throws IOException {
        NewFile.write(file, bytes(days));
    }

    /** On return, secrets that are not in {@code days} are gone from the file. */
    static void replace(Path file, VaultDays days) throws IOException {
        NewFile.replace(file, bytes(days));
    }

    private static JsonNode json(Path file) throws KeyRingException {
        try {
            JsonNode json = JSON.readTree(Files.readAllBytes(file));
            Optional<String> fault = SecretFile.fault(file);
            if (fault.isPresent()) {
                throw new KeyRingException("the file of day keys " + file + " " + fault.get());
            }
            if (json.path(FORMAT_FIELD).asInt() == FORMAT) {
                return json;
            }
        } catch (JacksonException notJson) {
            // refused below: the parser's own message might quote a secret
        } catch (IOException unreadable) {
            throw new KeyRingException("the day keys " + file + " cannot be read");
        }
        throw new KeyRingException("the file " + file + " does not hold day keys of Lingdian");
    }

    private static byte[] bytes(VaultDays days) {
        ObjectNode json = JSON.createObjectNode()
                .put(FORMAT_FIELD, FORMAT)
                .put("number", days.number())
                .put("from", LocalDate.ofEpochDay(days.from()).toString())
                .put("link", text(days.link()));
        ObjectNode single = json.putObject("single");
        days.single()
                .forEach((day, secret) -> single.put(LocalDate.ofEpochDay(day).toString(), text(secret)));
        String text = json.toPrettyString() + "\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(SecretBytes secret) {
        return Base64.getEncoder().encodeToString(secret.toByteArray(InsecureSecretKeyAccess.get()));
    }

    private static SecretBytes secret(JsonNode text) {
        byte[] bytes = Base64.getDecoder().decode(text.asText());
        if (bytes.length != VaultDays.SECRET_BYTES) {
            throw new IllegalArgumentException("a secret of the wrong length");
        }
        return SecretBytes.copyFrom(bytes, InsecureSecretKeyAccess.get());
    }

    private static int day(String text) {
        return Math.toIntExact(LocalDate.parse(text).toEpochDay());
    }
}
