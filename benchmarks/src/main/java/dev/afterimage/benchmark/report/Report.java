package dev.afterimage.benchmark.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The outcome of one benchmark: where it ran, what was measured and what to know when reading it. */
public final class Report {

    private static final double MOST_BUSY = 0.1;
    private static final String BUSY = "other work was running: threads that wait for each other (most of all those that spin, as "
            + "llama.cpp's do) "
            + "suffer far more than others, so neither speeds nor ratios mean much; --threads 1 --clock cpu is less disturbed";
    private static final String PROCESSOR_TIME = "times are those a single thread spent on a processor, not those a user waits";

    private final String name;
    private final Machine machine;
    private final List<Table> tables = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    public Report(String name, Machine machine, Clock clock) {
        this.name = name;
        this.machine = machine;
        if (clock == Clock.CPU) {
            notes.add(PROCESSOR_TIME);
        } else if (machine.busy() > MOST_BUSY) {
            notes.add(BUSY);
        }
    }

    public Report add(Table table) {
        tables.add(table);
        return this;
    }

    public Report note(String note) {
        notes.add(note);
        return this;
    }

    public String text() {
        StringBuilder text = new StringBuilder(name).append("\n  ").append(machine).append('\n');
        tables.forEach(table -> text.append('\n').append(table).append('\n'));
        if (!notes.isEmpty()) {
            text.append('\n');
            notes.forEach(note -> text.append("  ").append(note).append('\n'));
        }
        return text.toString();
    }

    public String json() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("benchmark", name);
        object.put("machine", machine);
        Map<String, Object> byTitle = new LinkedHashMap<>();
        tables.forEach(table -> byTitle.put(table.title(), table.objects()));
        object.put("tables", byTitle);
        object.put("notes", notes);
        try {
            return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report holds only strings and numbers", e);
        }
    }
}
