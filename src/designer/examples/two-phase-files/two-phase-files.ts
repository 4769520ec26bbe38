import { byKey, edgeOf, exampleOf } from "../example.ts";

/** Three of four orders are of lock and tower, which one subtask writes; of six orders one is not paid. */
const shops = ["lock", "tower", "lock", "dam", "tower", "lock", "mill", "tower"];
const orders = Array.from({ length: 80 }, (_, index) => {
  const isPaid = index % 6 !== 4;
  return [1001 + index, shops[index % shops.length], 5 + ((index * 37) % 60), isPaid];
});

export const twoPhaseFiles = exampleOf({
  id: "two-phase-files",
  title: { en: "files in two phases", "zh-Hans": "两阶段写文件" },
  about: {
    en: "Orders that are paid go to part files, each of them once, whatever fails.",
    "zh-Hans": "把已支付的订单写入分片文件，无论发生什么故障，每个订单都只写一次。",
  },
  watch: {
    en: "A part is open, then staged by the barrier, then committed by the checkpoint. Kill files 0 in between: nothing is doubled.",
    "zh-Hans": "分片先是进行中，屏障使其预提交，检查点完成后才提交。在这之间终止 files 0：没有任何订单重复。",
  },
  topics: ["exactlyOnce", "checkpoints", "faults"],
  config: { "execution.checkpointing.interval": "2 s", "execution.checkpointing.min-pause": "800 ms" },
  run: { seed: 7, speed: 0.1, channelLatencyMs: 80, channelCapacity: 8 },
  operators: {
    orders: {
      at: [0, 0],
      type: "values",
      parallelism: 2,
      config: {
        fields: [
          { name: "id", type: "INT" },
          { name: "shop", type: "STRING" },
          { name: "euros", type: "INT" },
          { name: "paid", type: "BOOLEAN" },
        ],
        rows: orders,
        repeat: false,
        intervalMs: 160,
      },
    },
    paid: { at: [1, 0], type: "filter", parallelism: 2, config: { function: "row.paid" } },
    files: {
      at: [2, 0],
      type: "file-sink",
      parallelism: 2,
      serviceTimeMs: 160,
      config: { path: "orders", format: "csv", formatOptions: {} },
    },
  },
  edges: [edgeOf("orders", "paid"), edgeOf("paid", "files", byKey("shop"))],
  notes: {
    states: {
      at: [0.1, 1],
      heading: { en: "Three states of a part file", "zh-Hans": "分片文件的三种状态" },
      text: {
        en:
          "Watch files 0 in Physical: its rows go to an open part, and the barrier closes it: it is staged, or pending, as Flink says. " +
          "files 1 has more to write before its barrier, so that part waits: only when the checkpoint is complete are both committed, " +
          "and there to be read. Sink output has the state of each row.",
        "zh-Hans":
          "请在物理视图中看 files 0：数据先写入进行中的分片；屏障到达后分片关闭，进入预提交状态（Flink 称为 pending）。" +
          "files 1 在屏障之前还有更多数据要写，所以该分片要等待。检查点完成后两者才提交，才能被读到。“输出”中有每一行的状态。",
      },
    },
    kill: {
      at: [1.1, 1],
      heading: { en: "Kill it in between", "zh-Hans": "在这之间终止它" },
      text: {
        en:
          "At 3 s of the job clock files 0 has staged a part and checkpoint 2 is not complete: with Fault, Kill files 0, the part is " +
          "thrown away and its orders are read again. With Crash files 0 between pre-commit and commit it is committed after the " +
          "restart. Either way every order is there once.",
        "zh-Hans":
          "作业时钟 3 秒时，files 0 已预提交一个分片，检查点 2 尚未完成：用“注入故障”“终止 files 0”，该分片被丢弃，其中的订单会重新读取。" +
          "若在预提交与提交之间使 files 0 崩溃，该分片在重启后提交。两种情况下每个订单都恰好出现一次。",
      },
    },
  },
});
