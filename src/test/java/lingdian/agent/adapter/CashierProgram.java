package lingdian.agent.adapter;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A cashier's program that writes its cards to a file, in pieces that end anywhere, and rotates the file as it likes. */
public final class CashierProgram {
    static final Charset GBK = Charset.forName("GBK");
    private static final String HEADER = "时间,类型,机号,证件号,姓名\r\n";

    /** The document numbers of all logins, in their order. */
    public final List<String> logins = new ArrayList<>();
    /** The document numbers of those who have left. */
    public final List<String> logouts = new ArrayList<>();

    private final Path file;
    private final Random random;
    private final Map<String, String> seated = new LinkedHashMap<>();
    private byte[] waiting = HEADER.getBytes(GBK);
    private int rotations;
    private int people;
    private int chats;

    public CashierProgram(Path file, Random random) {
        this.file = file;
        this.random = random;
    }

    static AdapterSettings settings(Path file, AdapterSettings.Start start) {
        return new AdapterSettings(
                "cashier",
                file.toString(),
                AdapterSettings.Format.CSV,
                "GBK",
                ",",
                true,
                Map.of("event", "类型", "terminal", "机号", "number", "证件号", "name", "姓名", "at", "时间"),
                Map.of("上机", CardAction.LOGIN, "下机", CardAction.LOGOUT),
                "yyyy-MM-dd HH:mm:ss",
                start);
    }

    /** Somebody comes or leaves; the line waits to be written. */
    public void happen() {
        String terminal = "A" + (10 + random.nextInt(20));
        String person = seated.remove(terminal);
        boolean leaves = person != null;
        if (person == null) {
            person = "P-" + ++people;
            seated.put(terminal, person);
        }
        (leaves ? logouts : logins).add(person);
        say(String.format(
                "2026-11-10 20:%02d:%02d,%s,%s,%s,张三%n",
                people / 60 % 60, people % 60, leaves ? "下机" : "上机", terminal, person));
    }

    /** The terminals at which somebody sits. */
    public Set<String> seated() {
        return seated.keySet();
    }

    /** A line that is no card's. */
    public void chatter() {
        chats++;
        say(String.format("2026-11-10 %02d:%02d:%02d,充值,A10,,%n", chats / 3_600, chats / 60 % 60, chats % 60));
    }

    private void say(String line) {
        byte[] bytes = line.getBytes(GBK);
        byte[] both = Arrays.copyOf(waiting, waiting.length + bytes.length);
        System.arraycopy(bytes, 0, both, waiting.length, bytes.length);
        waiting = both;
    }

    /** Writes some of what waits: a part of a line, of a character even. */
    public void writeSome() throws IOException {
        write(random.nextInt(waiting.length + 1));
    }

    public void writeAll() throws IOException {
        write(waiting.length);
    }

    private void write(int length) throws IOException {
        Files.write(file, Arrays.copyOf(waiting, length), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        waiting = Arrays.copyOfRange(waiting, length, waiting.length);
    }

    /** Renames the file; the next line begins a new one. */
    public void rename() throws IOException {
        writeAll();
        Files.move(file, rotated());
        waiting = HEADER.getBytes(GBK);
    }

    /** Copies the file and truncates it. */
    public void copyAndTruncate() throws IOException {
        writeAll();
        Files.copy(file, rotated());
        Files.write(file, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
        waiting = HEADER.getBytes(GBK);
    }

    private Path rotated() {
        return file.resolveSibling(file.getFileName() + "." + ++rotations);
    }
}
