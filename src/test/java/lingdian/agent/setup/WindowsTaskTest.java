package lingdian.agent.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** The task of Windows' scheduler, which was read here by an XML parser only, not by Windows. */
class WindowsTaskTest {
    private static final WindowsTask TASK = new WindowsTask(
            "C:\\Program Files\\Java\\bin\\java.exe",
            "C:\\Program Files\\Lingdian\\lingdian-agent.jar",
            "D:\\日志 & 配置\\logback.xml",
            "C:\\Users\\张三\\Lingdian");

    @Test
    void itIsXmlInUtf16WithPathsOfWindowsInIt() throws Exception {
        byte[] bytes = TASK.bytes();

        assertThat(bytes).startsWith(0xFF, 0xFE);
        Document task =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(bytes));
        assertThat(text(task, "Command")).isEqualTo("C:\\Program Files\\Java\\bin\\java.exe");
        assertThat(text(task, "Arguments"))
                .contains(
                        "-jar \"C:\\Program Files\\Lingdian\\lingdian-agent.jar\" agent --directory C:\\Users\\张三\\Lingdian")
                .contains("\"-Dlogback.configurationFile=D:\\日志 & 配置\\logback.xml\"")
                .contains("-Dlingdian.log=C:\\Users\\张三\\Lingdian\\agent.log");
        assertThat(text(task, "WorkingDirectory")).isEqualTo("C:\\Users\\张三\\Lingdian");
        assertThat(text(task, "UserId")).isEqualTo("S-1-5-19");
    }

    @Test
    void itStartsWithTheMachineAndAgainForEver() throws Exception {
        assertThat(TASK.xml())
                .contains("<BootTrigger>", "<Interval>PT1M</Interval>", "IgnoreNew")
                .contains("<ExecutionTimeLimit>PT0S</ExecutionTimeLimit>");
    }

    /** A backslash before a quote would be taken for part of the path's quoting. */
    @Test
    void theEndOfADirectoryDoesNotSwallowTheQuote() {
        assertThat(new WindowsTask("j", "a.jar", "l", "D:\\My Cafe\\").xml())
                .contains("agent --directory \"D:\\My Cafe\\\\\"")
                .contains("\"-Dlingdian.log=D:\\My Cafe\\agent.log\"");
        assertThatThrownBy(() -> new WindowsTask("j", "a.jar", "l", "a \" b").xml())
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String text(Document task, String element) {
        return task.getElementsByTagName(element).item(0).getTextContent();
    }
}
