package lingdian.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClient;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import lingdian.agent.link.AdminClient;
import lingdian.platform.database.DatabaseAddress;
import lingdian.testing.RunningService;
import lingdian.testing.TestAgent;
import lingdian.testing.TestDatabase;
import lingdian.vault.seal.KeyRing;
import lingdian.vault.seal.Vault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The output of {@code verify} about a bundle, the record, and a café's own proofs. */
class VerifyCommandIT {
    private static final UUID STREAM = UUID.fromString("7a3c1f52-0001-4000-8000-000000000001");

    @TempDir
    private Path directory;

    @Test
    void aBundleTheRecordAndTheProofs() throws Exception {
        try (var service = RunningService.start()) {
            Path proofs = Files.writeString(directory.resolve("proofs"), recorded(service) + "\n");
            Path bundle = Files.write(directory.resolve("bundle.zip"), bundle(service));
            String pem = service.vault().sign(new byte[0]).key().pem();
            Path key = Files.writeString(directory.resolve("key.pem"), pem);
            Path other = Files.writeString(
                    directory.resolve("other.pem"),
                    new Vault(KeyRing.create(directory.resolve("ring")))
                            .sign(new byte[0])
                            .key()
                            .pem());
            String database = url(service.database());

            assertThat(verify(0, bundle.toString()))
                    .contains("intact: 1 records", "(as the bundle says)", "compare the fingerprint");
            assertThat(verify(0, bundle.toString(), "--public-key", key.toString()))
                    .contains("(as given)", "nothing was changed since a key that you gave signed");
            assertThat(verify(1, bundle.toString(), "--public-key", other.toString()))
                    .startsWith("broken: signature.json");
            assertThat(verify(1, bundle.toString(), "--cosigner", other.toString()))
                    .startsWith("broken: checkpoint-1.txt: it is not also signed by a key that you gave");
            assertThat(verify(2, bundle.toString(), "--proofs", proofs.toString()))
                    .isEmpty();
            assertThat(verify(2, "--database", database, "--cosigner", other.toString()))
                    .isEmpty();
            assertThat(verify(0, "--database", database, "--public-key", key.toString(), "--proofs", proofs.toString()))
                    .contains(
                            "1 checkpoints fit the record",
                            "signed by a key that you gave",
                            "1 chain hashes that cafés keep fit the record");
            assertThat(verify(1, "--database", database, "--public-key", other.toString()))
                    .contains("broken: checkpoint 1: it is signed by no key that was given");
            assertThat(verify(0, "--database", database)).contains("(as the database says)", "keys: not compared");
            assertThat(verify(
                            0,
                            "--database",
                            database,
                            "--key-ring",
                            service.vault().keys().ring.file().toString()))
                    .contains("keys: each of these checkpoints is signed by a key of the key ring, or by one that was");
            assertThat(verify(
                            1,
                            "--database",
                            database,
                            "--key-ring",
                            directory.resolve("ring").toString()))
                    .contains("broken: checkpoint 1: it is signed by no key of this service");
            assertThat(verify(2, "--database", database, "--key-ring", key.toString()))
                    .isEmpty();
            assertThat(verify(
                            2,
                            bundle.toString(),
                            "--key-ring",
                            directory.resolve("ring").toString()))
                    .isEmpty();
            Files.writeString(proofs, withAnotherChain(Files.readString(proofs)));
            assertThat(verify(1, "--database", database, "--proofs", proofs.toString()))
                    .contains("differs: café 36048110000001, stream " + STREAM
                            + ", record 1: the café's file, which is not signed, ");
            assertThat(verify(2, "--database", database, "--proofs", bundle.toString()))
                    .contains("intact: ");
            byte[] changed = Files.readAllBytes(bundle);
            changed[changed.length - 1] ^= 1;
            Files.write(bundle, changed);
            assertThat(verify(1, bundle.toString())).startsWith("broken: the archive's end");
            assertThat(verify(2, directory.resolve("none.zip").toString())).isEmpty();
        }
    }

    /** Row-level security shows such a user nothing, of which everything would be intact. */
    @Test
    void whoSeesNoRecordIsToldSo() throws Exception {
        try (var service = RunningService.start()) {
            recorded(service);
            String blind = "blind_" + ProcessHandle.current().pid();
            TestDatabase.execute(
                    service.database(),
                    "CREATE ROLE %1$s LOGIN PASSWORD 'x'; GRANT USAGE ON SCHEMA lingdian TO %1$s;".formatted(blind)
                            + "GRANT SELECT ON ALL TABLES IN SCHEMA lingdian TO " + blind);
            String database = "postgresql://" + blind + ":x@"
                    + service.database().host() + ":" + service.database().port() + "/"
                    + service.database().name();
            try {
                assertThat(verify(2, "--database", database)).isEmpty();
                TestDatabase.execute(service.database(), "GRANT lingdian_service TO " + blind);
                assertThat(verify(0, "--database", database)).contains("intact: 1 records of 1 streams");
            } finally {
                TestDatabase.execute(service.database(), "DROP OWNED BY " + blind + "; DROP ROLE " + blind);
            }
        }
    }

    private static String withAnotherChain(String proof) {
        String field = "\"chain\":\"";
        int first = proof.indexOf(field) + field.length();
        return proof.substring(0, first) + (proof.charAt(first) == '0' ? '1' : '0') + proof.substring(first + 1);
    }

    private static String recorded(RunningService service) throws Exception {
        String cafe = service.cafe("36048110000001", List.of());
        try (var agent = TestAgent.connect(service.vertx(), service.url(), cafe)) {
            agent.hello(STREAM, 0);
            agent.send(new JsonObject()
                    .put("seq", 1)
                    .put("type", "login")
                    .put("at", "2026-03-02T20:00:00+08:00")
                    .put("session", "s1")
                    .put("terminal", "A01")
                    .put("admitted", true)
                    .put(
                            "document",
                            new JsonObject()
                                    .put("type", "990")
                                    .put("number", "p-1")
                                    .put("name", "某某")
                                    .put("birthDate", "2012-01-01")
                                    .put("read", "manual")));
            return agent.ack(1).put("stream", STREAM.toString()).encode();
        }
    }

    private static byte[] bundle(RunningService service) throws Exception {
        String token = service.regulatorToken("culture", "360481");
        JsonObject violation = new AdminClient(service.vertx(), service.url(), token)
                .all("/violations", Map.of("code", "MINOR_ADMITTED"))
                .await(PATIENCE_SECONDS, SECONDS)
                .getJsonObject(0);
        return WebClient.create(service.vertx())
                .getAbs(service.url() + "/api/v1/violations/" + violation.getString("id") + "/evidence")
                .bearerTokenAuthentication(token)
                .send()
                .await(PATIENCE_SECONDS, SECONDS)
                .body()
                .getBytes();
    }

    private static String url(DatabaseAddress address) {
        return "postgresql://" + address.user() + ":" + address.password() + "@" + address.host() + ":" + address.port()
                + "/" + address.name();
    }

    private static String verify(int status, String... arguments) {
        var all = new ArrayList<>(List.of("verify"));
        all.addAll(List.of(arguments));
        PrintStream console = System.out;
        var said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, UTF_8));
        try {
            assertThat(Program.commandLine().execute(all.toArray(String[]::new)))
                    .isEqualTo(status);
        } finally {
            System.setOut(console);
        }
        return said.toString(UTF_8);
    }
}
