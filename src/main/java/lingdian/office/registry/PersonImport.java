package lingdian.office.registry;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lingdian.domain.ChinaTime;
import lingdian.domain.document.PersonToken;
import lingdian.office.registry.PersonLines.Line;
import lingdian.platform.QueryPool;
import lingdian.vault.registry.RegistryStore.LossHandling;
import lingdian.vault.registry.RegistryStore.Registrar;
import lingdian.vault.registry.RegistryStore.RegistrationResult;
import lingdian.vault.registry.SealedRegistration;

/**
 * Registers the lines of an import, some hundreds in one commit.
 *
 * <p>Reading, checking and sealing run off the event loop: they take ten times as long as storing, and a verdict must
 * not wait for a list.
 */
final class PersonImport {
    private final Vertx vertx;
    private final QueryPool pool;
    private final Registry registry;
    private final PersonReading reading;
    private final InstantSource clock;

    PersonImport(Vertx vertx, QueryPool pool, Registry registry, InstantSource clock) {
        this.vertx = vertx;
        this.pool = pool;
        this.registry = registry;
        this.reading = new PersonReading(registry.documents());
        this.clock = clock;
    }

    /** One refused line. */
    private record Refusal(long line, String code, String path) {}

    /** Lines after reading: the last line of each person, and the refused ones. */
    private record SealedLines(
            Map<PersonToken, SealedRegistration> persons, Map<PersonToken, Long> lines, List<Refusal> refusals) {
        /** Drops an earlier line of the person, which was sealed before the keys were rotated. */
        void forget(PersonToken token) {
            persons.remove(token);
            lines.remove(token);
        }
    }

    /** Commits these lines and reports on them. */
    Future<Void> register(List<Line> lines, Registrar registrar, ImportReport report) {
        if (lines.isEmpty()) {
            return Future.succeededFuture();
        }
        LocalDate today = LocalDate.ofInstant(clock.instant(), ChinaTime.ZONE);
        return vertx.executeBlocking(() -> seal(lines, today), false)
                .compose(parts -> registry.store()
                        .register(
                                pool,
                                List.copyOf(parts.persons().values()),
                                registrar,
                                LossHandling.STAYS_LOST,
                                clock.instant())
                        .map(registered -> {
                            report(lines.getLast().number(), parts, registered, report);
                            return null;
                        }));
    }

    private static void report(long last, SealedLines parts, RegistrationResult registered, ImportReport report) {
        parts.lines().forEach((token, line) -> {
            if (!registered.has(token)) {
                parts.refusals().add(new Refusal(line, "document-revoked", "/document/number"));
            }
        });
        parts.refusals().sort(Comparator.comparingLong(Refusal::line));
        parts.refusals().forEach(one -> report.refused(one.line(), one.code(), one.path()));
        report.committed(last, registered.added().size(), registered.renewed().size());
    }

    private SealedLines seal(List<Line> lines, LocalDate today) {
        var parts = new SealedLines(new HashMap<>(), new HashMap<>(), new ArrayList<>());
        for (Line line : lines) {
            seal(line, today, parts);
        }
        return parts;
    }

    private void seal(Line line, LocalDate today, SealedLines parts) {
        if (line.bytes() == null) {
            parts.refusals().add(new Refusal(line.number(), "line-too-long", ""));
            return;
        }
        switch (read(line.bytes(), today)) {
            case PersonReading.Read.Person person -> {
                SealedRegistration one = SealedRegistration.of(registry.vault(), person.document());
                one.others().forEach(parts::forget);
                parts.persons().put(one.token(), one);
                parts.lines().put(one.token(), line.number());
            }
            case PersonReading.Read.Faulty faulty ->
                parts.refusals().add(new Refusal(line.number(), faulty.code(), faulty.pointer()));
        }
    }

    private PersonReading.Read read(byte[] line, LocalDate today) {
        try {
            return Json.decodeValue(Buffer.buffer(line)) instanceof JsonObject json
                    ? reading.read(json, today)
                    : new PersonReading.Read.Faulty("invalid-person", "", "expected an object");
        } catch (DecodeException notJson) {
            return new PersonReading.Read.Faulty("not-json", "", "expected JSON");
        }
    }
}
