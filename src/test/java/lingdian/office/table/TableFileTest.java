package lingdian.office.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import lingdian.platform.http.Problem;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Handbook, administration.md#tables. */
class TableFileTest {
    private static final Charset GB_18030 = Charset.forName("GB18030");
    private static final TableColumns COLUMNS = columns();

    private static TableColumns columns() {
        var chinese = new LinkedHashMap<String, String>();
        chinese.put("placeCode", "场所编码");
        chinese.put("name", "名称");
        chinese.put("validUntil", "有效期至");
        return new TableColumns(chinese, "placeCode");
    }

    private static List<TableRow> read(byte[] file, @Nullable String charset) {
        return TableFile.read(file, charset, COLUMNS);
    }

    private static List<TableRow> read(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8), null);
    }

    private static void isRefused(byte[] file, int status, String why) {
        assertThatThrownBy(() -> read(file, null)).isInstanceOfSatisfying(Problem.Thrown.class, refused -> {
            assertThat(refused.problem().status()).isEqualTo(status);
            assertThat(refused.problem().detail()).contains(why);
        });
    }

    private static void isRefused(String text, String why) {
        isRefused(text.getBytes(StandardCharsets.UTF_8), 400, why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UTF-8    |          | ''",
                "UTF-8    | utf-8    | ''",
                "UTF-8    |          | \uFEFF",
                "UTF-16LE |          | \uFEFF",
                "UTF-16BE |          | \uFEFF",
                "UTF-16LE | utf-16le | ''",
                "GB18030  |          | ''",
                "GB18030  | GBK      | ''",
                "GB18030  | gb2312   | ''"
            })
    void itsEncodingIsTheNamedOneOrFound(String encoding, @Nullable String charset, String mark) {
        String text = mark + "场所编码,名称\r\n36048110000001,零点网吧㐂\r\n";

        assertThat(read(text.getBytes(Charset.forName(encoding)), charset))
                .containsExactly(new TableRow(2, Map.of("placeCode", "36048110000001", "name", "零点网吧㐂")));
    }

    @Test
    void aCharsetThatItIsNotInRefusesIt() {
        byte[] gbk = "场所编码,名称\n".getBytes(GB_18030);

        assertThatThrownBy(() -> read(gbk, "utf-8")).hasMessageContaining("not in this charset");
        assertThatThrownBy(() -> read(gbk, "latin-1")).hasMessageContaining("expected utf-8, gb18030");
    }

    @Test
    void rowsKeepTheirNumbersCellsTheirQuotesAndEmptyOnesAreNone() {
        assertThat(read("placeCode,name\n\n1,\"a, \"\"b\"\"\"\n , \n2,\n3\n"))
                .containsExactly(
                        new TableRow(3, Map.of("placeCode", "1", "name", "a, \"b\"")),
                        new TableRow(5, Map.of("placeCode", "2")),
                        new TableRow(6, Map.of("placeCode", "3")));
        assertThat(read("placeCode\tname\r\n1\ta, b\r\n"))
                .containsExactly(new TableRow(2, Map.of("placeCode", "1", "name", "a, b")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "placeCode,owner           | Column 2 of the header is unknown",
                "placeCode,名称,name       | has the column name twice",
                "名称                      | lacks the column placeCode (场所编码)",
                "''                        | Row 1 must be the header",
                "{\"placeCode\":1}         | Column 1 of the header is unknown"
            })
    void aHeaderThatIsNotUnderstoodRefusesTheFile(String header, String why) {
        isRefused(header + "\n", why);
    }

    /** People paste it into sheets without knowing; a place code with it would be none. */
    @Test
    void whatNobodySeesInACellIsLeftOut() {
        assertThat(read("场所编码,名称\n\u202A36048110000001\u202C,\u200B 晨光\uFEFF网吧\u200F\n"))
                .extracting(TableRow::values)
                .containsExactly(Map.of("placeCode", "36048110000001", "name", "晨光网吧"));
    }

    @Test
    void aColumnWithoutNameMustBeEmpty() {
        assertThat(read("PLACECODE,,\n1,,\n")).hasSize(1);
        isRefused("placeCode,,\n1,,x\n", "Column 3 of the header is unknown");
        isRefused("placeCode\n1,x\n", "Column 2 of the header is unknown");
    }

    @Test
    void whatIsNoTableIsRefused() {
        isRefused("placeCode\n\"1\n", "Row 2 is no CSV");
        isRefused(new byte[] {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, 1}, 415, "Save it as .xlsx");
        isRefused(new byte[] {'P', 'K', 3, 4, 0, 0}, 400, "no workbook");
        isRefused(new byte[] {(byte) 0x80, (byte) 0xFF}, 400, "neither UTF-8 nor GB 18030");
        isRefused("placeCode\n" + "1\n".repeat(TableFile.ROWS_MAX + 1), "at most", 413);
        assertThat(read("placeCode\n" + "1\n".repeat(TableFile.ROWS_MAX))).hasSize(TableFile.ROWS_MAX);
        isRefused("a,".repeat(100) + "\n", "at most 64 columns");
    }

    private static void isRefused(String text, String why, int status) {
        isRefused(text.getBytes(StandardCharsets.UTF_8), status, why);
    }

    private interface Filling {
        void fill(Workbook book, Sheet sheet);
    }

    private static byte[] workbook(Filling filling) throws IOException {
        try (var book = new XSSFWorkbook();
                var out = new ByteArrayOutputStream()) {
            Sheet sheet = book.createSheet();
            filling.fill(book, sheet);
            book.createSheet().createRow(0).createCell(0).setCellValue("another");
            book.write(out);
            return out.toByteArray();
        }
    }

    private static Row header(Sheet sheet, String... names) {
        Row header = sheet.createRow(0);
        for (int i = 0; i < names.length; i++) {
            header.createCell(i).setCellValue(names[i]);
        }
        return header;
    }

    @Test
    void aWorkbooksNumbersAndDaysAreWrittenOut() throws Exception {
        byte[] file = workbook((book, sheet) -> {
            header(sheet, "场所编码", "名称", "有效期至");
            Row row = sheet.createRow(2);
            row.createCell(0).setCellValue(36048110000001.0);
            row.createCell(1).setCellFormula("\"a\"&\"b\"");
            Cell day = row.createCell(2);
            day.setCellValue(LocalDate.of(2027, 12, 31));
            var style = book.createCellStyle();
            style.setDataFormat(book.createDataFormat().getFormat("m/d/yy"));
            day.setCellStyle(style);
            book.getCreationHelper().createFormulaEvaluator().evaluateFormulaCell(row.getCell(1));
            sheet.createRow(4).createCell(0).setCellValue("36048110000002");
        });

        assertThat(read(file, null))
                .containsExactly(
                        new TableRow(
                                3, Map.of("placeCode", "36048110000001", "name", "ab", "validUntil", "2027-12-31")),
                        new TableRow(5, Map.of("placeCode", "36048110000002")));
    }

    @Test
    void aWorkbookIsBounded() throws Exception {
        String row = "<row r=\"%d\"><c r=\"A%d\"><v>1</v></c></row>";
        String rows = IntStream.rangeClosed(1, TableFile.ROWS_MAX + 2)
                .mapToObj(i -> row.formatted(i, i))
                .collect(Collectors.joining());
        isRefused(withSheet("", rows), 413, "at most 20000 rows");
        isRefused(workbook((book, sheet) -> sheet.createRow(0).createCell(70).setCellValue("x")), 400, "64 columns");
        isRefused(bomb(), 413, "too large unpacked");
        isRefused(withStyles(2 * 1024 * 1024), 413, "too large unpacked");
    }

    /** The library would read the description (docProps/core.xml) as a tree: a gigabyte for a file of 4 MB. */
    @Test
    void ofAWorkbookOnlyThePartsThatAreReadAreTaken() throws Exception {
        byte[] file = workbook((book, sheet) -> {
            header(sheet, "placeCode");
            ((XSSFWorkbook) book).getProperties().getCustomProperties().addProperty("a", "b");
            book.addPicture(new byte[] {1, 2, 3}, Workbook.PICTURE_TYPE_PNG);
        });
        assertThat(parts(file)).contains("docProps/core.xml", "docProps/app.xml", "xl/media/image1.png");

        assertThat(parts(lingdian.office.table.Workbook.measured(file)))
                .containsExactlyInAnyOrder(
                        "[Content_Types].xml",
                        "_rels/.rels",
                        "xl/_rels/workbook.xml.rels",
                        "xl/workbook.xml",
                        "xl/styles.xml",
                        "xl/sharedStrings.xml",
                        "xl/worksheets/sheet1.xml",
                        "xl/worksheets/sheet2.xml");
    }

    private static List<String> parts(byte[] file) throws IOException {
        var names = new ArrayList<String>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry part = zip.getNextEntry(); part != null; part = zip.getNextEntry()) {
                names.add(part.getName());
            }
        }
        return names;
    }

    /**
     * Whatever it is called, and however its type is given. A library that opened this one would refuse the file, since a
     * description must not name its language.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "docProps/core.xml | <Override PartName='/docProps/core.xml' ContentType='%s'/>",
                "docProps/CORE.xml | <Override PartName='/docprops/core.xml' ContentType='%s'/>",
                "xl/theme/theme1.xml | <Override PartName='/xl/theme/theme1.xml' ContentType='%s'/>",
                "xl/sheet.styles | <Default Extension='STYLES' ContentType='%s'/>",
            })
    void noDescriptionOfAWorkbookIsOpened(String given) throws Exception {
        String name = given.substring(0, given.indexOf(" | "));
        String type = given.substring(given.indexOf('<'))
                .formatted("application/vnd.openxmlformats-package.core-properties+xml");
        byte[] file = workbook((book, sheet) -> {
            header(sheet, "placeCode");
            sheet.createRow(1).createCell(0).setCellValue("1");
        });
        String types = "";
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(file));
                var changed = new ZipOutputStream(out)) {
            for (ZipEntry part = zip.getNextEntry(); part != null; part = zip.getNextEntry()) {
                byte[] bytes = zip.readAllBytes();
                if (part.getName().equals("[Content_Types].xml")) {
                    types = new String(bytes, StandardCharsets.UTF_8);
                } else if (!part.getName().equals("docProps/core.xml")) {
                    changed.putNextEntry(new ZipEntry(part.getName()));
                    changed.write(bytes);
                }
            }
            changed.putNextEntry(new ZipEntry(name));
            changed.write(("<coreProperties xml:lang='zh'"
                            + " xmlns='http://schemas.openxmlformats.org/package/2006/metadata/core-properties'/>")
                    .getBytes(StandardCharsets.UTF_8));
            changed.putNextEntry(new ZipEntry("[Content_Types].xml")); // the last one, as some programs write it
            changed.write(types.replaceAll("<Override[^>]*core[^>]*>", "")
                    .replace("</Types>", type + "</Types>")
                    .getBytes(StandardCharsets.UTF_8));
        }

        assertThat(read(out.toByteArray(), null)).containsExactly(new TableRow(2, Map.of("placeCode", "1")));
    }

    /** Longer ones, which a spreadsheet does not write, are matched in a time that grows with their square. */
    @Test
    void aNumberFormatThatIsTooLongIsNoDays() throws Exception {
        assertThat(day("y".repeat(255))).isEqualTo("2027-12-31");
        assertThat(day("y".repeat(256))).isEqualTo("46752");
        assertThat(day("y".repeat(100_000))).isEqualTo("46752");
    }

    private static String day(String format) throws IOException {
        byte[] file = workbook((book, sheet) -> {
            header(sheet, "placeCode");
            Cell day = sheet.createRow(1).createCell(0);
            day.setCellValue(LocalDate.of(2027, 12, 31));
            var style = book.createCellStyle();
            style.setDataFormat(book.createDataFormat().getFormat(format));
            day.setCellStyle(style);
        });
        return read(file, null).getFirst().values().get("placeCode");
    }

    /** The library takes in a row before it can be counted, and a row can be all of the file. */
    @Test
    void theColumnsOfCsvAreCountedBeforeARowIsTakenIn() {
        isRefused("a,".repeat(64) + "\"not closed", "at most 64 columns");
        isRefused("placeCode\n" + "a\t,".repeat(64) + "\"not closed", "at most 64 columns");
        isRefused("a,".repeat(63) + "\"not closed", "Row 1 is no CSV");
    }

    @Test
    void theColumnsOfCsvAreCountedAsTheLibraryReadsThem() throws Exception {
        var random = new Random(271);
        int wide = 0;
        int read = 0;
        for (int i = 0; i < 5_000; i++) {
            int commas = 1 + random.nextInt(100);
            String text = random.ints(400, 0, commas + 6)
                    .mapToObj(one -> one < commas
                            ? ","
                            : List.of("\"", ",\"", "\"\"", "\n", "\r", "a ").get(one - commas))
                    .collect(Collectors.joining());
            List<List<String>> records;
            try (CSVParser parser = CSVParser.parse(
                    text, CSVFormat.DEFAULT.builder().setIgnoreEmptyLines(false).get())) {
                records = parser.stream().map(CSVRecord::toList).toList();
            } catch (UncheckedIOException broken) {
                continue;
            }
            if (records.stream().anyMatch(record -> record.size() > TableFile.COLUMNS_MAX)) {
                isRefused(text, "at most 64 columns");
                wide++;
            } else {
                assertThat(Csv.rows(text)).extracting(RawRow::cells).isEqualTo(records);
                read++;
            }
        }
        assertThat(wide).isGreaterThan(100);
        assertThat(read).isGreaterThan(100);
    }

    /** A number of five characters in the file would be written out as 308. */
    @Test
    void aHugeNumberStaysShort() throws Exception {
        String row =
                "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>placeCode</v></c><c r=\"B1\" t=\"str\"><v>name</v></c></row>"
                        + "<row r=\"2\"><c r=\"A2\"><v>9e307</v></c><c r=\"B2\"><v>1e-300</v></c></row>"
                        + "<row r=\"3\"><c r=\"A3\"><v>3.6048110000001E13</v></c><c r=\"B3\"><v>0.00001</v></c></row>";

        assertThat(read(withSheet("", row), null))
                .extracting(TableRow::values)
                .containsExactly(
                        Map.of("placeCode", "9E+307", "name", "1E-300"),
                        Map.of("placeCode", "36048110000001", "name", "0.00001"));
    }

    @ParameterizedTest
    @CsvSource({"2,2", "3,2"})
    void rowsThatAreNotInOrderRefuseTheWorkbook(int first, int second) throws Exception {
        String row = "<row r=\"%1$d\"><c r=\"A%1$d\" t=\"str\"><v>placeCode</v></c></row>";
        isRefused(
                withSheet("", row.formatted(1) + row.formatted(first) + row.formatted(second)),
                400,
                "Row 2 of the sheet comes after row " + first + ".");
    }

    @Test
    void aCellOfVeryManyCharactersIsNamed() throws Exception {
        String text = "x".repeat(4_001);
        isRefused(
                withSheet("", "<row r=\"2\"><c r=\"C2\" t=\"str\"><v>" + text + "</v></c></row>"),
                413,
                "Cell C2 has more than 4000 characters");
        isRefused(
                withShared("<sst xmlns=\"%s\"><si><t>_x" + text + "</t></si></sst>", 1), 413, "Cell A1 has more than");
    }

    /** The cells of a workbook refer to a text that is in it once. */
    @Test
    void theTextOfAllCellsIsBounded() throws Exception {
        String strings = "<sst xmlns=\"%s\"><si><t>" + "x".repeat(500) + "</t></si></sst>";

        isRefused(withShared(strings, TableFile.ROWS_MAX), 413, "more than 8388608 characters");
    }

    /** A length that a workbook says, for which no memory is taken; an escaped character; and how a word is spoken. */
    @Test
    void sharedTextsAreReadAsTheyAreShown() throws Exception {
        String strings = "<sst uniqueCount=\"2147483647\" xmlns=\"%s\"><si><r><t>place</t></r><r><t>_x0043_ode</t></r>"
                + "<rPh sb=\"0\" eb=\"2\"><t>spoken</t></rPh></si></sst>";

        assertThat(read(withShared(strings, 1), null)).isEmpty();
    }

    /** A workbook of rows with the first shared text each; and with noise, so that it is not packed suspiciously well. */
    private static byte[] withShared(String strings, int rows) throws IOException {
        var random = new Random(30);
        String all = IntStream.range(0, rows)
                .mapToObj(i -> "<row spans=\"" + random.nextLong() + "\"><c t=\"s\"><v>0</v></c></row>")
                .collect(Collectors.joining());
        String namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        return withPart(
                withSheet("", all),
                "sharedStrings.xml",
                strings.formatted(namespace).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A tree of styles takes thirty times its text: of 1.5 MB in the file more memory than a node has. With a comment, so
     * that the file is not packed suspiciously well.
     */
    private static byte[] withStyles(int bytes) throws IOException {
        String comment = new Random(30)
                .ints(bytes / 8, 'a', 'z')
                .mapToObj(Character::toString)
                .collect(Collectors.joining("", "<!--", "-->"));
        byte[] styles = (comment
                        + "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><cellXfs>"
                        + "<xf/>".repeat(bytes / 5) + "</cellXfs></styleSheet>")
                .getBytes(StandardCharsets.UTF_8);
        return withPart(workbook((book, sheet) -> header(sheet, "placeCode")), "styles.xml", styles);
    }

    /** The sizes behind the first part take 8 bytes each for one reader and 4 for another, which then sees no other part. */
    @Test
    void nothingIsReadThatWasNotMeasured() throws Exception {
        byte[] name = "a.xml".getBytes(StandardCharsets.US_ASCII);
        byte[] content = {1, 2, 3};
        var stored = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        stored.setInput(content);
        stored.finish();
        var packed = new byte[64];
        int length = stored.deflate(packed);
        stored.end();
        var crc = new CRC32();
        crc.update(content);
        ByteBuffer part = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
        part.putInt(0x04034b50).putShort((short) 20).putShort((short) 8).putShort((short) 8);
        part.putShort((short) 0).putShort((short) 0x21).putInt(0).putInt(0).putInt(0);
        part.putShort((short) name.length).putShort((short) 0).put(name).put(packed, 0, length);
        part.putInt(0x08074b50)
                .putInt((int) crc.getValue())
                .putInt(length)
                .putInt(content.length)
                .putLong(0);
        var file = new ByteArrayOutputStream();
        file.write(part.array(), 0, part.position());
        file.write(workbook((book, sheet) -> header(sheet, "placeCode")));

        isRefused(file.toByteArray(), 400, "no workbook");
    }

    /** A seventh of a mebibyte that unpacks to 130 MiB. */
    private static byte[] bomb() throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("xl/worksheets/sheet1.xml"));
            var piece = new byte[1024 * 1024];
            for (int i = 0; i < 130; i++) {
                zip.write(piece);
            }
        }
        return out.toByteArray();
    }

    /** An entity that names a file of the machine, and one that grows. */
    @ParameterizedTest
    @ValueSource(strings = {"<!ENTITY x SYSTEM \"file:///etc/passwd\">", "<!ENTITY x \"xxxxxxxxxx\">"})
    void aWorkbooksEntitiesAreNotRead(String entity) throws Exception {
        byte[] file = withSheet(
                "<!DOCTYPE worksheet [" + entity + "]>", "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>&x;</v></c></row>");

        isRefused(file, 400, "no workbook");
    }

    /** A workbook whose first sheet is written by hand. */
    private static byte[] withSheet(String prolog, String rows) throws IOException {
        byte[] file = workbook((book, sheet) -> header(sheet, "placeCode"));
        String text =
                prolog + "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>"
                        + rows + "</sheetData></worksheet>";
        return withPart(file, "sheet1.xml", text.getBytes(StandardCharsets.UTF_8));
    }

    /** With another content of the part whose name ends so. */
    private static byte[] withPart(byte[] file, String name, byte[] content) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(file));
                var changed = new ZipOutputStream(out)) {
            for (ZipEntry part = zip.getNextEntry(); part != null; part = zip.getNextEntry()) {
                byte[] bytes = zip.readAllBytes();
                changed.putNextEntry(new ZipEntry(part.getName()));
                changed.write(part.getName().endsWith(name) ? content : bytes);
            }
        }
        return out.toByteArray();
    }

    /** However a file is damaged, it is read or refused. */
    @Test
    void noDamagedFileIsABug() throws Exception {
        byte[] file = workbook((book, sheet) -> {
            header(sheet, "placeCode", "name");
            sheet.createRow(1).createCell(0).setCellValue("1");
        });
        var random = new Random(30);
        for (int i = 0; i < 200; i++) {
            byte[] damaged = file.clone();
            for (int j = 0; j < 1 + random.nextInt(20); j++) {
                damaged[4 + random.nextInt(damaged.length - 4)] = (byte) random.nextInt(256);
            }
            try {
                read(damaged, null);
            } catch (Problem.Thrown refused) {
                assertThat(refused.problem().status()).isBetween(400, 499);
            }
        }
    }
}
