package lingdian.backtest;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import lingdian.identity.LoginRef;
import lingdian.identity.PersonToken;
import lingdian.violation.EventRef;
import lingdian.violation.Finding;
import lingdian.violation.OpenSession;
import lingdian.violation.People;
import lingdian.violation.People.CafeClock;
import lingdian.violation.People.PersonSession;
import lingdian.violation.Rulebook;

/** Finds {@code IDENTITY_SHARED} among the sessions of all cafés, one {@link SessionSpill} file after the other. */
final class SharedReplay {
    private static final int BUFFER = 1 << 16;
    private static final LocalDate NOT_KEPT = LocalDate.EPOCH;

    private final Rulebook rulebook;
    private final Map<String, CafeClock> clocks;

    /** @param clocks how far each café was heard */
    SharedReplay(Rulebook rulebook, Map<String, CafeClock> clocks) {
        this.rulebook = rulebook;
        this.clocks = Map.copyOf(clocks);
    }

    void find(Path file, Consumer<Finding> found) throws IOException {
        var people = new People(rulebook);
        clocks.forEach(people::cafe);
        for (Map.Entry<PersonToken, List<PersonSession>> person : read(file).entrySet()) {
            if (person.getValue().size() > 1) {
                people.person(person.getKey(), Instant.EPOCH, person.getValue());
                people.found(person.getKey()).forEach(found);
                people.forget(person.getKey());
            }
        }
    }

    private Map<PersonToken, List<PersonSession>> read(Path file) throws IOException {
        var persons = new HashMap<PersonToken, List<PersonSession>>();
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER))) {
            while (in.available() > 0) {
                PersonSession session = session(in);
                persons.computeIfAbsent(session.opened().token(), person -> new ArrayList<>(2))
                        .add(session);
            }
        }
        return persons;
    }

    private PersonSession session(DataInputStream in) throws IOException {
        PersonToken person = new PersonToken(uuid(in));
        String place = in.readUTF();
        String session = in.readUTF();
        String terminal = in.readUTF();
        Instant startedAt = Micros.instant(in.readLong());
        UUID stream = uuid(in);
        var login = new LoginRef(0, in.readLong(), NOT_KEPT);
        var opened = new OpenSession(session, terminal, person, startedAt, stream, login);
        if (!in.readBoolean()) {
            return new PersonSession(place, opened, null, null, null);
        }
        Instant endedAt = Micros.instant(in.readLong());
        return new PersonSession(
                place, opened, endedAt, new EventRef(place, region(place), uuid(in), in.readLong()), null);
    }

    private String region(String place) {
        return Objects.requireNonNull(clocks.get(place), "a session of a café that is unknown")
                .region();
    }

    private static UUID uuid(DataInputStream in) throws IOException {
        return new UUID(in.readLong(), in.readLong());
    }
}
