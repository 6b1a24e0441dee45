package lingdian.agent.setup;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import lingdian.agent.link.AgentEndpoint;
import lingdian.agent.setup.ServiceCall.Failure;
import lingdian.agent.setup.ServiceCall.UnansweredException;
import lingdian.platform.secret.SecretFile;
import lingdian.platform.text.Rfc3339;

/**
 * Whether the service is reached, takes the key, and agrees about the time.
 *
 * <p>It asks for the agents' address without upgrading to a WebSocket: 426 means that the key is good, 401 that it is
 * not, and no running agent is disturbed.
 */
final class ServiceExamination {
    /** Beyond this the service corrects the agent's times (handbook, protocol.md#time). */
    private static final Duration CLOCK_WRONG = Duration.ofSeconds(60);

    private static final Duration CLOCK_OFF = Duration.ofSeconds(5);
    private static final Duration ENDS_SOON = Duration.ofDays(14);
    private static final int KEY_GOOD = 426;
    private static final int KEY_BAD = 401;

    private final Path directory;
    private final InstantSource clock;
    private final List<Finding> findings;

    ServiceExamination(Path directory, InstantSource clock, List<Finding> findings) {
        this.directory = directory;
        this.clock = clock;
        this.findings = findings;
    }

    void examine(URI server) {
        Optional<String> key = key();
        Instant before = clock.instant();
        try {
            HttpRequest.Builder asked = ServiceCall.to(server, "/agent/v1").GET();
            key.ifPresent(text -> asked.header("Authorization", "Bearer " + text));
            HttpResponse<String> answer = ServiceCall.send(asked.build());
            answered(server, answer, key.isPresent());
            clock(answer, before);
            certificate(server, answer.sslSession());
        } catch (UnansweredException unanswered) {
            unanswered(server, unanswered.failure(), key.isPresent());
        }
    }

    private Optional<String> key() {
        Path file = directory.resolve(AgentFiles.KEY);
        try {
            if (Files.exists(file)) {
                SecretFile.fault(file)
                        .ifPresent(fault -> findings.add(
                                Finding.of(Symptom.KEY_OPEN, "file", file).with("fault", fault)));
                return Optional.of(AgentFiles.text(file).strip()).filter(text -> text.matches("[\\x21-\\x7e]+"));
            }
        } catch (IOException unreadable) {
            // as if it were missing
        }
        return Optional.empty();
    }

    private void answered(URI server, HttpResponse<String> answer, boolean hasKey) {
        int status = answer.statusCode();
        boolean ours = status == KEY_GOOD || status == KEY_BAD;
        findings.add(Finding.of(ours ? Symptom.SERVER_REACHED : Symptom.SERVER_STRANGE, "server", server)
                .with("status", status));
        if (!hasKey) {
            findings.add(Finding.of(Symptom.KEY_MISSING, "file", directory.resolve(AgentFiles.KEY)));
        } else if (ours) {
            findings.add(Finding.of(status == KEY_GOOD ? Symptom.KEY_ACCEPTED : Symptom.KEY_REFUSED));
        } else {
            findings.add(Finding.of(Symptom.KEY_UNTRIED));
        }
    }

    private void unanswered(URI server, Failure failure, boolean hasKey) {
        findings.add(Finding.of(Symptom.SERVER_UNREACHABLE, "server", server)
                .with("reason", failure.name().toLowerCase(Locale.ROOT).replace('_', ' ')));
        findings.add(
                hasKey
                        ? Finding.of(Symptom.KEY_UNTRIED)
                        : Finding.of(Symptom.KEY_MISSING, "file", directory.resolve(AgentFiles.KEY)));
        if (failure == Failure.CERTIFICATE_REFUSED) {
            findings.add(Finding.of(Symptom.CERTIFICATE_REFUSED, "host", server.getHost()));
        } else if (failure == Failure.CERTIFICATE_NOT_VALID_NOW) {
            findings.add(Finding.of(Symptom.CERTIFICATE_NOT_VALID_NOW, "now", clock.instant()));
        }
        lastWelcome().ifPresentOrElse(this::clock, () -> findings.add(Finding.of(Symptom.CLOCK_UNKNOWN)));
    }

    private void clock(HttpResponse<String> answer, Instant before) {
        Optional<Duration> ahead = answer.headers()
                .firstValue("Date")
                .flatMap(ServiceExamination::date)
                // Whole seconds, from within the call.
                .map(date -> Duration.between(date.plusMillis(500), middle(before, clock.instant())));
        ahead.or(this::lastWelcome).ifPresentOrElse(this::clock, () -> findings.add(Finding.of(Symptom.CLOCK_UNKNOWN)));
    }

    private void clock(Duration ahead) {
        Symptom symptom = ahead.abs().compareTo(CLOCK_WRONG) > 0
                ? Symptom.CLOCK_WRONG
                : ahead.abs().compareTo(CLOCK_OFF) > 0 ? Symptom.CLOCK_OFF : Symptom.CLOCK_RIGHT;
        findings.add(Finding.of(symptom, "seconds", ahead.toSeconds()));
    }

    private static Instant middle(Instant one, Instant other) {
        return one.plus(Duration.between(one, other).dividedBy(2));
    }

    private static Optional<Instant> date(String header) {
        try {
            return Optional.of(ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeParseException strange) {
            return Optional.empty();
        }
    }

    /** How far this machine's clock was ahead when the service last greeted the agent. */
    private Optional<Duration> lastWelcome() {
        try {
            var welcome = new JsonObject(Files.readString(directory.resolve("welcome.json")));
            return Rfc3339.parse(welcome.getString("serverTime", ""))
                    .flatMap(server -> Rfc3339.parse(welcome.getString("receivedAt", ""))
                            .map(here -> Duration.between(server, here)));
        } catch (IOException | RuntimeException none) {
            return Optional.empty();
        }
    }

    private void certificate(URI server, Optional<SSLSession> session) {
        if (!AgentEndpoint.secure(server)) {
            findings.add(Finding.of(Symptom.CERTIFICATE_NONE));
            return;
        }
        session.flatMap(ServiceExamination::expiry).ifPresent(end -> {
            Duration left = Duration.between(clock.instant(), end);
            findings.add(Finding.of(
                    left.compareTo(ENDS_SOON) < 0 ? Symptom.CERTIFICATE_ENDS_SOON : Symptom.CERTIFICATE_VALID,
                    "days",
                    left.toDays()));
        });
    }

    private static Optional<Instant> expiry(SSLSession session) {
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? Optional.of(certificate.getNotAfter().toInstant())
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException none) {
            return Optional.empty();
        }
    }
}
