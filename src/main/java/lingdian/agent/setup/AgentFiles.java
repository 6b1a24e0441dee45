package lingdian.agent.setup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files that a person may put into the agent's directory, and how their text is read. */
public final class AgentFiles {
    public static final String KEY = "agent-key";
    public static final String SECRET = "local-secret";
    public static final String CONFIGURATION = "agent.yaml";

    private static final Charset CHINESE = Charset.forName("GB18030");
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private AgentFiles() {}

    /** The text of a file in UTF-8, or in GB 18030 where it is not UTF-8, as Windows' editors write it. */
    public static String text(Path file) throws IOException {
        String text = decoded(Files.readAllBytes(file));
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    private static String decoded(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return new String(bytes, CHINESE);
        }
    }
}
