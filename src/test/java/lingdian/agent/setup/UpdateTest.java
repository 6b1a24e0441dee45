package lingdian.agent.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Base64;
import java.util.HexFormat;
import lingdian.agent.setup.UpdateException.Reason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** New versions from a directory: which one is taken, and why each other is refused. */
class UpdateTest {
    private static final String NEW_PROGRAM = "the new program";

    @TempDir
    private Path place;

    @TempDir
    private Path cafe;

    private KeyPair maker;
    private Path program;
    private JsonObject manifest;

    @BeforeEach
    void prepare() throws Exception {
        maker = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        String key = Base64.getMimeEncoder().encodeToString(maker.getPublic().getEncoded());
        Files.writeString(
                cafe.resolve(Update.KEY), "-----BEGIN PUBLIC KEY-----\n" + key + "\n-----END PUBLIC KEY-----\n");
        program = Files.writeString(cafe.resolve("lingdian-agent.jar"), "the old program");
        byte[] jar = NEW_PROGRAM.getBytes(StandardCharsets.UTF_8);
        Files.write(place.resolve("lingdian-agent-0.2.0.jar"), jar);
        manifest = new JsonObject()
                .put("program", "lingdian-agent")
                .put("version", "0.2.0")
                .put("file", "lingdian-agent-0.2.0.jar")
                .put("bytes", jar.length)
                .put(
                        "sha256",
                        HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(jar)))
                .put("notes", "修正若干问题");
        publish(maker);
    }

    @Test
    void aSignedNewerVersionIsInstalledOnceItIsConfirmed() throws Exception {
        UpdateManifest found = update("0.1.0").check();
        assertThat(found.version()).isEqualTo("0.2.0");
        assertThat(found.notes()).isEqualTo("修正若干问题");
        assertThat(program).hasContent("the old program");

        Path before = update("0.1.0").apply("0.2.0", program);

        assertThat(program).hasContent(NEW_PROGRAM);
        assertThat(before).hasContent("the old program");
        assertThat(cafe).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void anotherVersionThanTheConfirmedOneIsNotInstalled() {
        assertThat(refused(update("0.1.0"))).isNull();
        UpdateException wrong = catchThrowableOfType(
                UpdateException.class, () -> update("0.1.0").apply("0.1.9", program));
        assertThat(wrong.reason()).isEqualTo(Reason.NOT_CONFIRMED);
        assertThat(program).hasContent("the old program");
    }

    @ParameterizedTest
    @CsvSource({
        "0.2.0, true",
        "0.2.1, true",
        "0.10.0, true",
        "1.0.0, true",
        "0.2.0-SNAPSHOT, false",
        "0.1.9, false",
        "0.1.10-SNAPSHOT, false",
        "unknown, false"
    })
    void anOlderVersionAndTheSameAreRefused(String installed, boolean refused) {
        UpdateException reason = refused(update(installed));
        assertThat(reason == null ? null : reason.reason()).isEqualTo(refused ? Reason.NOT_NEWER : null);
    }

    @Test
    void aManifestOfAnotherMakerIsRefused() throws Exception {
        publish(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        assertThat(refused(update("0.1.0")).reason()).isEqualTo(Reason.SIGNATURE_WRONG);
    }

    @Test
    void aManifestThatWasAlteredIsRefused() throws Exception {
        Path file = place.resolve("lingdian-agent-update.json");
        Files.writeString(file, Files.readString(file).replace("0.2.0\"", "0.9.0\""));
        assertThat(refused(update("0.1.0")).reason()).isEqualTo(Reason.SIGNATURE_WRONG);
    }

    @Test
    void aSignatureThatIsNoneIsRefused() throws Exception {
        Files.writeString(place.resolve("lingdian-agent-update.json.sig"), "not Base64!");
        assertThat(refused(update("0.1.0")).reason()).isEqualTo(Reason.SIGNATURE_WRONG);
    }

    @ParameterizedTest
    @CsvSource({"the new progrbm", "the new program and more", "''"})
    void anotherJarThanTheSignedOneIsNotInstalled(String content) throws Exception {
        Files.writeString(place.resolve("lingdian-agent-0.2.0.jar"), content);
        UpdateException wrong = catchThrowableOfType(
                UpdateException.class, () -> update("0.1.0").apply("0.2.0", program));
        assertThat(wrong.reason()).isEqualTo(Reason.CHECKSUM_WRONG);
        assertThat(program).hasContent("the old program");
    }

    @ParameterizedTest
    @CsvSource({"version, 2", "file, ../evil.jar", "sha256, abc", "program, other", "bytes, text"})
    void aSignedManifestThatIsNoneOfThisProgramIsRefused(String member, String value) throws Exception {
        manifest.put(member, value);
        publish(maker);
        assertThat(refused(update("0.1.0")).reason()).isEqualTo(Reason.MANIFEST_MALFORMED);
    }

    @Test
    void withoutAKeyOrAManifestNothingIsRead() throws Exception {
        Files.delete(place.resolve("lingdian-agent-update.json"));
        assertThat(refused(update("0.1.0")).reason()).isEqualTo(Reason.NOT_REACHED);
        Files.delete(cafe.resolve(Update.KEY));
        assertThat(refused(update("0.1.0")).reason()).isEqualTo(Reason.KEY_MISSING);
    }

    private Update update(String installed) {
        return new Update(place.toString(), cafe.resolve(Update.KEY), installed);
    }

    private static UpdateException refused(Update update) {
        return catchThrowableOfType(UpdateException.class, update::check);
    }

    private void publish(KeyPair signer) throws Exception {
        byte[] text = manifest.encodePrettily().getBytes(StandardCharsets.UTF_8);
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(signer.getPrivate());
        signature.update(text);
        Files.write(place.resolve("lingdian-agent-update.json"), text);
        Files.writeString(
                place.resolve("lingdian-agent-update.json.sig"),
                Base64.getEncoder().encodeToString(signature.sign()));
    }
}
