package lingdian.record.backtest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.document.LoginRef;
import lingdian.domain.document.PersonToken;
import lingdian.law.judge.EventRef;
import lingdian.law.judge.Finding;
import lingdian.law.judge.OpenSession;
import lingdian.law.judge.People;
import lingdian.law.judge.People.CafeClock;
import lingdian.law.judge.People.PersonSession;
import lingdian.law.judge.Rulebook;

/** Finds {@code IDENTITY_SHARED} among the sessions of all cafés, one {@link SessionSpill} file after the other. */
final class SharedReplay {
    private static final LocalDate NOT_KEPT = LocalDate.EPOCH;

    private final Rulebook rulebook;
    private final Map<PlaceCode, CafeClock> clocks;

    /** @param clocks the clock of each café, with the time up to which it was heard */
    SharedReplay(Rulebook rulebook, Map<PlaceCode, CafeClock> clocks) {
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
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file));
        while (in.hasRemaining()) {
            PersonSession session = session(in);
            persons.computeIfAbsent(session.opened().token(), person -> new ArrayList<>(2))
                    .add(session);
        }
        return persons;
    }

    private PersonSession session(ByteBuffer in) {
        PersonToken person = new PersonToken(uuid(in));
        var place = new PlaceCode(text(in));
        String session = text(in);
        String terminal = text(in);
        Instant startedAt = Micros.instant(in.getLong());
        UUID stream = uuid(in);
        var login = new LoginRef(0, in.getLong(), NOT_KEPT);
        var opened = new OpenSession(session, terminal, person, startedAt, stream, login);
        if (in.get() == 0) {
            return new PersonSession(place, opened, null, null, null);
        }
        Instant endedAt = Micros.instant(in.getLong());
        return new PersonSession(
                place, opened, endedAt, new EventRef(place, region(place), uuid(in), in.getLong()), null);
    }

    private RegionCode region(PlaceCode place) {
        return Objects.requireNonNull(clocks.get(place), "a session belongs to an unknown café")
                .region();
    }

    private static UUID uuid(ByteBuffer in) {
        return new UUID(in.getLong(), in.getLong());
    }

    /** Reads a text that {@link java.io.DataOutputStream#writeUTF} wrote. Ids are ASCII. */
    private static String text(ByteBuffer in) {
        int length = Short.toUnsignedInt(in.getShort());
        var text = new String(in.array(), in.position(), length, StandardCharsets.UTF_8);
        in.position(in.position() + length);
        return text;
    }
}
