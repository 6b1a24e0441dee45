package lingdian.record.backtest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import lingdian.platform.settings.InvalidConfiguration;

/**
 * The results of a back-test, café by café, in a directory: an interrupted back-test continues there and gives equal
 * results.
 *
 * <p>A line is written when all other files contain the café's results. When continuing, anything that they hold beyond
 * the last complete line is cut off.
 */
final class ProgressFile implements AutoCloseable {
    private final BufferedWriter out;
    private final List<Milestone> milestones;

    private ProgressFile(BufferedWriter out, List<Milestone> milestones) {
        this.out = out;
        this.milestones = List.copyOf(milestones);
    }

    /**
     * @param subject identifies the back-test
     * @param growing the files that grow with each café
     * @throws InvalidConfiguration if the directory holds another one
     */
    static ProgressFile open(Path directory, String subject, List<Path> growing) throws IOException {
        Path file = directory.resolve("progress.ndjson");
        List<Milestone> milestones = Files.exists(file) ? read(file, subject) : List.of();
        List<Long> sizes = milestones.isEmpty()
                ? growing.stream().map(path -> 0L).toList()
                : milestones.getLast().sizes();
        for (int number = 0; number < growing.size(); number++) {
            cut(growing.get(number), sizes.get(number));
        }
        BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
        line(out, subject);
        for (Milestone milestone : milestones) {
            line(out, milestone.toJson());
        }
        out.flush();
        return new ProgressFile(out, milestones);
    }

    /** The results of earlier runs. */
    List<Milestone> milestones() {
        return milestones;
    }

    void reached(Milestone milestone) throws IOException {
        line(out, milestone.toJson());
        out.flush();
    }

    private static List<Milestone> read(Path file, String subject) throws IOException {
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        if (!lines.isEmpty() && !lines.getFirst().equals(subject)) {
            throw new InvalidConfiguration(
                    List.of("--progress: " + file.getParent() + " holds another back-test: give an empty directory"));
        }
        var milestones = new ArrayList<Milestone>();
        for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
            try {
                JsonNode json = CafeJson.JSON.readTree(line);
                milestones.add(Milestone.parse(json));
            } catch (JsonProcessingException brokenOff) {
                break; // it was interrupted while writing this one
            }
        }
        return milestones;
    }

    private static void cut(Path file, long size) throws IOException {
        if (Files.exists(file)) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(size);
            }
        }
    }

    private static void line(BufferedWriter out, String text) throws IOException {
        out.write(text);
        out.newLine();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
