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
import lingdian.platform.database.QueryPool;
import lingdian.vault.registry.RegistryStore.Manner;
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

    /** Lines after reading: the last line of each person, and the faulty ones. */
    private record SealedLines(
            Map<PersonToken, SealedRegistration> persons, Map<PersonToken, Long> lines, List<LineOutcome> faulty) {
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
                                report.isWithholding() ? Manner.BY_LIST_OF_OWN : Manner.BY_LIST,
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
        var outcomes = new ArrayList<>(parts.faulty());
        parts.lines().forEach((token, line) -> outcomes.add(LineOutcome.of(line, token, registered)));
        outcomes.sort(Comparator.comparingLong(LineOutcome::line));
        for (LineOutcome one : outcomes) {
            if (one.isQuestion() && !report.isWithholding() && !lookUps.admits(registrar.account())) {
                report.withhold();
            }
            report.add(one);
        }
        report.committed(last);
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
            parts.faulty().add(LineOutcome.faulty(line.number(), "line-too-long", ""));
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
                parts.faulty().add(LineOutcome.faulty(line.number(), faulty.code(), faulty.pointer()));
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
