package lingdian.agent.adapter;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import lingdian.vault.seal.NewFile;

/** Keeps an adapter's position. An interface, so that tests can end the program at any moment. */
interface PositionFile {
    /** The last position; empty if there is none. */
    Optional<Position> load() throws IOException;

    /** On return the position survives a power failure; it is replaced whole or not at all. */
    void save(Position position) throws IOException;

    /** Nowhere. */
    static PositionFile forgotten() {
        return new PositionFile() {
            @Override
            public Optional<Position> load() {
                return Optional.empty();
            }

            @Override
            public void save(Position position) {}
        };
    }

    /** In a file of its own; one that is damaged counts as none. */
    static PositionFile in(Path file) {
        return new PositionFile() {
            @Override
            public Optional<Position> load() throws IOException {
                if (!Files.exists(file)) {
                    return Optional.empty();
                }
                try {
                    return Optional.of(Position.of(new JsonObject(Files.readString(file))));
                } catch (RuntimeException damaged) {
                    return Optional.empty();
                }
            }

            @Override
            public void save(Position position) throws IOException {
                byte[] text = position.json().encode().getBytes(StandardCharsets.UTF_8);
                if (Files.exists(file)) {
                    NewFile.replace(file, text);
                } else {
                    NewFile.write(file, text);
                }
            }
        };
    }
}
