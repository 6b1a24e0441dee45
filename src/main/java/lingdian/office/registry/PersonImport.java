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
    private final LookUpLimit lookUps;

    PersonImport(Vertx vertx, QueryPool pool, Registry registry, InstantSource clock, LookUpLimit lookUps) {
        this.vertx = vertx;
        this.pool = pool;
        this.registry = registry;
        this.reading = new PersonReading(registry.documents());
        this.clock = clock;
        this.lookUps = lookUps;
    }

    /**
     * One refused line.
     *
     * @param tells whether the code tells something about the person, and not only of the line
     */
    private record Refusal(long line, String code, String path, boolean tells) {
        static Refusal ofLine(long line, String code, String path) {
            return new Refusal(line, code, path, false);
        }

        static Refusal ofPerson(long line, boolean misnamed) {
            return misnamed
                    ? new Refusal(line, "name-mismatch", "/document/name", true)
                    : new Refusal(line, "document-revoked", "/document/number", true);
        }
    }

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
                                clock.instant(),
                                (connection, registered) ->
                                        registry.log().renamed(connection, registrar, registered.renamed()))
                        .map(registered -> {
                            report(lines.getLast().number(), parts, registered, registrar, report);
                            return null;
                        }));
    }

    /** Logs what the import did. */
    Future<Void> end(Registrar registrar, ImportReport report) {
        return registry.log().imported(registrar, report.imported());
    }

    private void report(
            long last, SealedLines parts, RegistrationResult registered, Registrar registrar, ImportReport report) {
        parts.lines().forEach((token, line) -> {
            if (!registered.has(token)) {
                parts.refusals()
                        .add(Refusal.ofPerson(line, registered.misnamed().contains(token)));
            }
        });
        parts.refusals().sort(Comparator.comparingLong(Refusal::line));
        for (Refusal one : parts.refusals()) {
            if (one.tells() && report.hasRoom() && !lookUps.admits(registrar.account())) {
                report.withheld();
            } else {
                report.refused(one.line(), one.code(), one.path());
            }
        }
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
            parts.refusals().add(Refusal.ofLine(line.number(), "line-too-long", ""));
            return;
        }
        switch (read(line.bytes(), today)) {
            case PersonReading.Read.Person person -> {
                SealedRegistration one = SealedRegistration.of(registry.vault(), person.document());
                one.person().others().forEach(parts::forget);
                parts.persons().put(one.token(), one);
                parts.lines().put(one.token(), line.number());
            }
            case PersonReading.Read.Faulty faulty ->
                parts.refusals().add(Refusal.ofLine(line.number(), faulty.code(), faulty.pointer()));
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
