package lingdian.agent.setup;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.UUID;
import lingdian.agent.setup.ServiceCall.UnansweredException;
import lingdian.domain.PlaceCode;
import lingdian.platform.secret.FileProtection;
import lingdian.vault.seal.NewFile;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges the code of a café's letter for its agent key, and writes key and configuration into the agent's directory.
 *
 * <p>A code is good for one use. The directory is therefore tried before the code is sent, and a failure leaves the
 * directory as it was.
 */
public final class Enrolment {
    /** More than key and configuration need. */
    private static final byte[] TRIAL = new byte[4_096];

    private static final int CODE_MAX = 64;
    private static final String PRINTABLE = "[\\x21-\\x7e]{8,256}";

    private final URI server;
    private final Path directory;
    private final boolean replace;
    private final String agent;

    /**
     * @param replace whether a key that is there already may be replaced
     * @param agent name and version of the program, for the service
     */
    public Enrolment(URI server, Path directory, boolean replace, String agent) {
        this.server = server;
        this.directory = directory;
        this.replace = replace;
        this.agent = agent;
    }

    /** The café, and where its key is now. */
    public record Enrolled(String placeCode, Path keyFile) {}

    private record Granted(String placeCode, String key) {
        @Override
        public String toString() {
            return "Granted[" + placeCode + "]";
        }
    }

    /** @throws EnrolmentException if there is no key; its message says what to do */
    public Enrolled with(String code) throws EnrolmentException {
        String sent = code.strip();
        if (sent.isEmpty() || sent.length() > CODE_MAX) {
            throw new EnrolmentException("the code of the letter has the form ABCD-EFGH-JKMN");
        }
        Deque<Path> made = new ArrayDeque<>();
        boolean complete = false;
        try {
            boolean configured = prepare(made);
            Granted granted = grant(sent);
            Path keyFile = write(granted, configured, made);
            complete = true;
            return new Enrolled(granted.placeCode(), keyFile);
        } finally {
            if (!complete) {
                removeQuietly(made);
            }
        }
    }

    /** Whether there is a configuration already; what is made is added to {@code made}, newest first. */
    private boolean prepare(Deque<Path> made) throws EnrolmentException {
        if (!replace && Files.exists(directory.resolve(AgentFiles.KEY))) {
            throw new EnrolmentException(directory.resolve(AgentFiles.KEY)
                    + " is there already: with --replace the new key takes its place");
        }
        boolean configured = Files.exists(directory.resolve(AgentFiles.CONFIGURATION));
        if (configured) {
            checkServer(AgentConfiguration.in(directory).server());
        }
        try {
            createDirectory(made);
            Path trial = directory.resolve(".enrolling-" + UUID.randomUUID());
            made.push(trial);
            NewFile.write(trial, TRIAL);
            Files.delete(trial);
        } catch (IOException unwritable) {
            throw new EnrolmentException("the directory " + directory + " cannot be written to ("
                    + unwritable.getClass().getSimpleName() + "): the code was not used");
        }
        return configured;
    }

    private void createDirectory(Deque<Path> made) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        Path each = directory.toAbsolutePath().normalize();
        while (each != null && !Files.isDirectory(each)) {
            missing.push(each);
            each = each.getParent();
        }
        FileProtection protection = FileProtection.of(directory);
        for (Path next : missing) {
            Files.createDirectory(next, protection.ofNewDirectory());
            made.push(next);
            protection.closeDirectory(next);
        }
    }

    private void checkServer(@Nullable String other) throws EnrolmentException {
        if (other != null && !AgentConfiguration.url(other).equals(Optional.of(server))) {
            throw new EnrolmentException(directory.resolve(AgentFiles.CONFIGURATION) + " names another service, "
                    + other + ": correct its line \"server\", or delete the file");
        }
    }

    private Granted grant(String code) throws EnrolmentException {
        var body = new JsonObject().put("code", code).put("agent", agent);
        HttpRequest request = ServiceCall.to(server, "/agent/v1/enrol")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.encode()))
                .build();
        try {
            return granted(ServiceCall.send(request));
        } catch (UnansweredException unanswered) {
            throw new EnrolmentException(EnrolmentException.text(unanswered.failure(), server));
        }
    }

    private Granted granted(HttpResponse<String> answer) throws EnrolmentException {
        if (answer.statusCode() != 201) {
            throw new EnrolmentException(EnrolmentException.text(answer.statusCode(), server));
        }
        try {
            var json = new JsonObject(answer.body());
            var granted = new Granted(new PlaceCode(json.getString("placeCode")).value(), json.getString("key"));
            if (granted.key().matches(PRINTABLE)) {
                return granted;
            }
        } catch (RuntimeException malformed) {
            // reported below
        }
        throw new EnrolmentException(
                server + " answered, but not as this service does: check the address, then ask for a new code");
    }

    private Path write(Granted granted, boolean configured, Deque<Path> made) throws EnrolmentException {
        Path file = directory.resolve(AgentFiles.KEY);
        byte[] key = (granted.key() + "\n").getBytes(StandardCharsets.US_ASCII);
        try {
            if (!configured) {
                Path configuration = directory.resolve(AgentFiles.CONFIGURATION);
                made.push(configuration);
                NewFile.write(configuration, AgentConfiguration.text(server).getBytes(StandardCharsets.UTF_8));
            }
            if (Files.exists(file)) {
                NewFile.replace(file, key);
            } else {
                NewFile.write(file, key);
            }
            return file;
        } catch (IOException unwritable) {
            throw new EnrolmentException("the key cannot be written to " + file + " ("
                    + unwritable.getClass().getSimpleName() + "), and the code is used: ask for a new code");
        }
    }

    private static void removeQuietly(Deque<Path> made) {
        for (Path each : made) {
            try {
                Files.deleteIfExists(each);
            } catch (IOException notEmpty) {
                // somebody else wrote into it meanwhile
            }
        }
    }
}
