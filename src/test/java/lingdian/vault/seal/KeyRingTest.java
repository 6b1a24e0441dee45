package lingdian.vault.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.prf.HmacPrfParameters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRingTest {
    @TempDir
    Path directory;

    @Test
    void aNewRingIsItsOwnersAloneAndLeavesNothingBesideIt() throws Exception {
        Path file = directory.resolve("deep/er/keys.json");

        KeyRing.create(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aRingThatOtherUsersCanReadIsRefusedUntilItIsClosed() throws Exception {
        Path file = directory.resolve("keys.json");
        KeyRing.create(file);

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertRefused(
                () -> KeyRing.load(file),
                "the key ring " + file + " is open to other users of this machine (rw-r--r--): set its mode to 0600");
        assertRefused(() -> KeyRing.digest(file), "is open to other users");

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        assertThat(KeyRing.load(file)).isNotNull();
    }

    @Test
    void whatWasStoredIsTheSameRing() throws Exception {
        Path file = directory.resolve("keys.json");
        Vault made = new Vault(KeyRing.create(file));
        Vault loaded = new Vault(KeyRing.load(file));

        assertThat(loaded.fingerprint()).isEqualTo(made.fingerprint()).hasSize(32);
        assertThat(loaded.token("990", "A1")).isEqualTo(made.token("990", "A1"));
        assertThat(loaded.tokenVersion()).isEqualTo(made.tokenVersion());
    }

    @Test
    void everyRingIsAnother() throws Exception {
        Vault one = new Vault(KeyRing.create(directory.resolve("one")));
        Vault other = new Vault(KeyRing.create(directory.resolve("other")));

        assertThat(one.fingerprint()).isNotEqualTo(other.fingerprint());
    }

    @Test
    void aFileThatExistsIsLeftAsItIs() throws Exception {
        Path file = Files.writeString(directory.resolve("keys.json"), "precious");

        assertThatThrownBy(() -> KeyRing.create(file)).hasMessage("the key ring " + file + " already exists");
        assertThat(file).hasContent("precious");
    }

    @Test
    void aRingThatCannotBeWrittenIsNamed() throws Exception {
        Path inTheWay = Files.writeString(directory.resolve("file"), "");

        assertRefused(() -> KeyRing.create(inTheWay.resolve("keys.json")), "cannot be written");
    }

    @Test
    void aFileThatIsNoRingIsRefused() throws Exception {
        Path file = directory.resolve("keys.json");
        assertRefused(() -> KeyRing.load(file), "does not exist");
        assertRefused(() -> KeyRing.load(directory), "cannot be read");
        assertRefusedText("", "is not a key ring of Lingdian");
        assertRefusedText("{", "is not a key ring of Lingdian");
        assertRefusedText("[]", "is not a key ring of Lingdian");
        assertRefusedText("{\"lingdianKeyRing\":2}", "is not a key ring of Lingdian");
        assertRefusedText(
                "{\"lingdianKeyRing\":1,\"suite\":\"international\"}", "holds no AES-256-GCM keys under \"sealing\"");
    }

    @Test
    void keysOfAnotherKindOrLengthAreRefused() throws Exception {
        var shortHmac = HmacPrfParameters.builder()
                .setKeySizeBytes(16)
                .setHashType(HmacPrfParameters.HashType.SHA256)
                .build();

        assertRefusedText(
                ringWith("sealing", json(KeysetHandle.generateNew(PredefinedAeadParameters.AES128_GCM))),
                "holds no AES-256-GCM keys under \"sealing\"");
        assertRefusedText(
                ringWith("personTokens", json(KeysetHandle.generateNew(shortHmac))),
                "holds no HMAC-SHA-256 keys of 256 bits under \"personTokens\"");
        assertRefusedText(
                ringWith("personRefs", json(KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM))),
                "holds no HMAC-SHA-256 keys of 256 bits under \"personRefs\"");
        assertRefusedText(ringWith("contentMacs", "{\"primaryKeyId\":1,\"key\":[]}"), "under \"contentMacs\"");
        assertRefusedText(ringWith("contentMacs", "7"), "under \"contentMacs\"");
    }

    @Test
    void aGuomiRingComesBackAsOne() throws Exception {
        Path file = directory.resolve("keys.json");
        Vault made = new Vault(KeyRing.create(file, KeySuite.GUOMI));
        KeyRing loaded = KeyRing.load(file);

        assertThat(loaded.suite()).isEqualTo(KeySuite.GUOMI);
        assertThat(new Vault(loaded).fingerprint()).isEqualTo(made.fingerprint());
        assertThat(new Vault(loaded).token("990", "A1")).isEqualTo(made.token("990", "A1"));
    }

    @Test
    void aRingOfAnotherSuiteThanTheConfiguredOneIsRefused() throws Exception {
        KeyRing ring = KeyRing.create(directory.resolve("keys.json"), KeySuite.GUOMI);

        assertThat(ring.demand(KeySuite.GUOMI)).isSameAs(ring);
        assertThatThrownBy(() -> ring.demand(KeySuite.INTERNATIONAL))
                .isInstanceOf(KeyRingException.class)
                .hasMessage("the key ring " + ring.file()
                        + " is of the suite guomi, but lingdian.yaml demands suite: international");
    }

    @Test
    void aRingWithoutASuiteOrAUseIsRefused() throws Exception {
        Path file = directory.resolve("keys.json");
        KeyRing.create(file);
        String whole = Files.readString(file);

        Files.writeString(file, whole.replaceFirst("\"suite\" : \"international\",", ""));
        assertThatThrownBy(() -> KeyRing.load(file)).hasMessage("the key ring " + file + " is of an unknown suite");

        var json = (ObjectNode) new ObjectMapper().readTree(whole);
        json.remove("signing");
        Files.writeString(file, json.toString());
        assertThatThrownBy(() -> KeyRing.load(file))
                .hasMessage("the key ring " + file + " holds no Ed25519 keys under \"signing\"");
    }

    @Test
    void wrongGuomiKeysAreRefused() throws Exception {
        assertRefusedText("{\"lingdianKeyRing\":1,\"suite\":\"rot13\"}", "is of an unknown suite");
        String begin = "{\"lingdianKeyRing\":1,\"suite\":\"guomi\",\"sealing\":";
        for (String sealing : List.of(
                "{}",
                "{\"primaryKeyId\":1,\"key\":[]}",
                "{\"primaryKeyId\":1,\"key\":[{\"keyId\":1,\"value\":\"AAAA\"}]}",
                "{\"primaryKeyId\":1,\"key\":[{\"keyId\":1,\"value\":\"no base64\"}]}",
                "{\"primaryKeyId\":2,\"key\":[{\"keyId\":1,\"value\":\"AAAAAAAAAAAAAAAAAAAAAA==\"}]}",
                "{\"primaryKeyId\":0,\"key\":[{\"keyId\":0,\"value\":\"AAAAAAAAAAAAAAAAAAAAAA==\"}]}")) {
            assertRefusedText(begin + sealing + "}", "holds no SM4-GCM keys under \"sealing\"");
        }
        assertRefusedText(
                begin + "{\"primaryKeyId\":1,\"key\":[{\"keyId\":1,\"value\":\"AAAAAAAAAAAAAAAAAAAAAA==\"}]}}",
                "holds no HMAC-SM3 keys of 256 bits under \"personTokens\"");
    }

    @Test
    void nothingPrintsAKey() throws Exception {
        KeyRing ring = KeyRing.create(directory.resolve("keys.json"));

        assertThat(ring).hasToString("KeyRing");
    }

    private String ringWith(String field, String keyset) throws Exception {
        Path file = directory.resolve("sample-" + field + keyset.hashCode());
        KeyRing.create(file);
        Pattern entry = Pattern.compile("\"" + field + "\" : \\{.*?\\n  \\}", Pattern.DOTALL);
        return entry.matcher(Files.readString(file)).replaceFirst("\"" + field + "\" : " + keyset);
    }

    private static String json(KeysetHandle keyset) throws Exception {
        return TinkJsonProtoKeysetFormat.serializeKeyset(keyset, InsecureSecretKeyAccess.get());
    }

    private void assertRefusedText(String text, String why) throws Exception {
        Path file = Files.writeString(directory.resolve("wrong.json"), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertRefused(() -> KeyRing.load(file), why);
    }

    private static void assertRefused(ThrowingCallable call, String why) {
        assertThatThrownBy(call)
                .isInstanceOf(KeyRingException.class)
                .hasNoCause()
                .hasMessageContaining(why)
                .hasMessageNotContaining("\n");
    }
}
