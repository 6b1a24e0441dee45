package lingdian.record.backtest;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import lingdian.law.judge.People.PersonSession;

/**
 * Sessions of all cafés, written to files by person: all sessions of one person are in one file.
 *
 * <p>Cafés are judged in turn, but persons move between them. So sessions wait on disk until all cafés are done; then
 * each file's persons are judged together, with memory for a part of them only.
 */
final class SessionSpill implements AutoCloseable {
    static final int FILES = 32;
    private static final int BUFFER = 1 << 16;

    private final List<DataOutputStream> files = new ArrayList<>();

    /** Continues with the files in {@code directory}. */
    SessionSpill(Path directory) throws IOException {
        for (int number = 0; number < FILES; number++) {
            files.add(new DataOutputStream(new BufferedOutputStream(
                    Files.newOutputStream(
                            file(directory, number), StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                    BUFFER)));
        }
    }

    static Path file(Path directory, int number) {
        return directory.resolve("sessions-" + number);
    }

    void add(PersonSession session) {
        UUID person = session.opened().token().value();
        try {
            write(files.get(Math.floorMod(person.hashCode(), FILES)), session, person);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    private static void write(DataOutputStream out, PersonSession session, UUID person) throws IOException {
        uuid(out, person);
        out.writeUTF(session.placeCode().value());
        out.writeUTF(session.opened().session());
        out.writeUTF(session.opened().terminal());
        out.writeLong(Micros.of(session.opened().startedAt()));
        uuid(out, session.opened().stream());
        out.writeLong(session.opened().login().seq());
        out.writeBoolean(session.endedAt() != null);
        if (session.endedAt() != null && session.endedBy() != null) {
            out.writeLong(Micros.of(session.endedAt()));
            uuid(out, session.endedBy().stream());
            out.writeLong(session.endedBy().seq());
        }
    }

    private static void uuid(DataOutputStream out, UUID value) throws IOException {
        out.writeLong(value.getMostSignificantBits());
        out.writeLong(value.getLeastSignificantBits());
    }

    void flush() throws IOException {
        for (DataOutputStream file : files) {
            file.flush();
        }
    }

    @Override
    public void close() throws IOException {
        for (DataOutputStream file : files) {
            file.close();
        }
    }
}
