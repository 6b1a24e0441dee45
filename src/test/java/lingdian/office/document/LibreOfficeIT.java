package lingdian.office.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lingdian.law.course.DocumentKind;
import lingdian.testing.NeededProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another program than the one that writes the documents opens each, filled and blank, and reads its text. */
class LibreOfficeIT {
    private static final Path PROGRAM = Path.of("/usr/bin/soffice");

    @TempDir
    Path directory;

    @Test
    void opensEachDocument() throws Exception {
        NeededProgram.ofPackage("libreoffice-writer-nogui", PROGRAM);
        for (DocumentKind kind : DocumentKind.values()) {
            WordTemplate template = WordTemplate.read(new ByteArrayInputStream(Forms.of(kind)));
            Files.write(directory.resolve(kind.wire() + ".docx"), template.docx(MadeUpCase.filled(kind)));
            Files.write(directory.resolve("blank-" + kind.wire() + ".docx"), template.docx(DocumentFields.NONE));
        }

        convert("txt:Text (encoded):UTF8", "", "blank-");
        convert("pdf", "");

        for (DocumentKind kind : DocumentKind.values()) {
            assertThat(text(kind.wire()))
                    .as(kind.wire())
                    .contains("〔2026〕000014号", "瑞昌市文化广电新闻出版旅游局")
                    .doesNotContain("{{");
            assertThat(text("blank-" + kind.wire())).as(kind.wire()).doesNotContain("{{");
            assertThat(Files.readAllBytes(directory.resolve(kind.wire() + ".pdf")))
                    .startsWith("%PDF-".getBytes(StandardCharsets.US_ASCII));
        }
    }

    private String text(String name) throws Exception {
        return Files.readString(directory.resolve(name + ".txt"));
    }

    /** A profile of its own: LibreOffice would join a running one of this user. */
    private void convert(String format, String... prefixes) throws Exception {
        var command = new ArrayList<>(List.of(
                PROGRAM.toString(),
                "-env:UserInstallation=" + directory.resolve("profile").toUri(),
                "--headless",
                "--convert-to",
                format,
                "--outdir",
                directory.toString()));
        for (String prefix : prefixes) {
            for (DocumentKind kind : DocumentKind.values()) {
                command.add(directory.resolve(prefix + kind.wire() + ".docx").toString());
            }
        }
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(directory.resolve("log")))
                .isZero();
    }
}
