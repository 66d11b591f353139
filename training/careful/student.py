"""The student: layers of MiniLM, and a last one in which only sentences look, each as the mean of its pieces."""
import torch
import torch.nn as nn
from transformers import AutoConfig, AutoModel, AutoTokenizer

from reviews import BASE

INNER = 1152  # of the 1536 numbers between the two products of a full layer, so many are kept
LAYERS = (0, 2, 4, 5)


def mean(states, sentence, count):
    """The mean of each sentence's pieces."""
    width = states.shape[-1]
    sums = torch.zeros(count + 1, width).index_add(0, sentence.reshape(-1), states.float().reshape(-1, width))
    sizes = torch.bincount(sentence.reshape(-1), minlength=count + 1)[:, None].clamp(min=1)
    return (sums / sizes)[1:]


class Student(nn.Module):
    precision = torch.bfloat16

    def __init__(self, vocabulary, config=None, inner=INNER):
        super().__init__()
        if config is None:
            config = AutoConfig.from_pretrained(BASE)
            config.num_hidden_layers, config.vocab_size = len(LAYERS), vocabulary
        config.hidden_dropout_prob = config.attention_probs_dropout_prob = 0.0
        self.b = AutoModel.from_config(config, add_pooling_layer=False, attn_implementation="eager")
        width = config.hidden_size
        self.l, self.z = nn.Linear(width, 3), nn.Linear(width, 7)
        for layer in self.b.encoder.layer[:-1]:
            layer.intermediate.dense, layer.output.dense = nn.Linear(width, inner), nn.Linear(inner, width)

    def forward(self, ids, there, sentence, count):
        """Level logits, zone logits and a vector for each sentence."""
        with torch.autocast("cpu", dtype=self.precision, enabled=self.precision != torch.float32):
            states = self.b.embeddings(input_ids=ids)
            hidden = (1.0 - there[:, None, None, :].float()) * -1e4
            *layers, last = self.b.encoder.layer
            for layer in layers:
                states = layer(states, hidden)
                states = states[0] if isinstance(states, tuple) else states
            vectors = self.ask(last, states, there, sentence, count).float()
        return self.l(vectors), self.z(vectors), vectors

    @staticmethod
    def ask(layer, states, there, sentence, count):
        """The last layer: the sentences look at all pieces of their window."""
        rows, length, width = states.shape
        means = mean(states, sentence, count)
        own = layer.attention.self
        heads, size = own.num_attention_heads, width // own.num_attention_heads
        row = torch.zeros(count + 1, dtype=torch.long)
        row[sentence.reshape(-1)] = torch.arange(rows)[:, None].expand(rows, length).reshape(-1)
        row = row[1:]
        sizes = torch.bincount(row, minlength=rows)
        place = torch.arange(count) - (torch.cumsum(sizes, 0) - sizes)[row]
        asked = torch.zeros(rows, int(sizes.max()), width)
        asked[row, place] = means
        split = lambda x: x.view(rows, -1, heads, size).transpose(1, 2)
        query, key, value = split(own.query(asked)), split(own.key(states)), split(own.value(states))
        scores = query @ key.transpose(-1, -2) / size**0.5 + (1.0 - there[:, None, None, :].to(query.dtype)) * -1e4
        taken = (scores.float().softmax(-1).to(value.dtype) @ value).transpose(1, 2).reshape(rows, -1, width)
        gathered = layer.attention.output(taken[row, place], means)
        return layer.output(layer.intermediate(gathered), gathered)


def from_base(known, vocabulary, texts):
    """Weights to begin with, of a model that has read no review: of what each full layer thinks, the part that moves most on
    `texts` is kept."""
    base, tokens = AutoModel.from_pretrained(BASE).eval(), AutoTokenizer.from_pretrained(BASE)
    moved = [torch.zeros(1536) for _ in base.encoder.layer]

    def watch(at):
        return lambda _layer, _given, made: moved[at].add_(made.abs().flatten(0, -2).sum(0))

    hooks = [layer.intermediate.register_forward_hook(watch(at)) for at, layer in enumerate(base.encoder.layer)]
    with torch.inference_mode():
        for i in range(0, len(texts), 16):
            base(**tokens(texts[i:i + 16], return_tensors="pt", padding=True, truncation=True, max_length=256))
    for hook in hooks:
        hook.remove()
    weighed = [m * layer.output.dense.weight.detach().norm(dim=0) for m, layer in zip(moved, base.encoder.layer)]
    kept = [w.argsort(descending=True)[:INNER].sort().values for w in weighed]
    out = {}
    for name, value in base.state_dict().items():
        if not name.startswith("encoder.layer."):
            out["b." + name] = value
            continue
        old = int(name.split(".")[2])
        if old not in LAYERS:
            continue
        new = LAYERS.index(old)
        if new < len(LAYERS) - 1 and "intermediate.dense" in name:
            value = value[kept[old]]
        elif new < len(LAYERS) - 1 and name.endswith(f"{old}.output.dense.weight"):
            value = value[:, kept[old]]
        out["b." + name.replace(f"layer.{old}.", f"layer.{new}.", 1)] = value
    words = "b.embeddings.word_embeddings.weight"
    out[words] = out[words][[known[piece] for piece in vocabulary]]
    return out
