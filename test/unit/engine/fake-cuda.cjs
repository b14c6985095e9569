/**
 * Loaded into engine processes before anything else, by NODE_OPTIONS: onnxruntime with a CUDA provider that computes on the CPU and
 * fails as FAKE_CUDA (JSON) says: `room` items fit into a pass (of the detector `looks`), after `passes` passes over faces only `then`; `loader`: what the loader
 * says of the provider, on stderr, as onnxruntime does. `notes`: a file that gets a line for each session, each pass over faces and each of
 * the detector's.
 */
const fs = require('node:fs');
const ort = require('onnxruntime-node');

const {
  room = Infinity,
  looks = Infinity,
  passes = Infinity,
  then = room,
  loader,
  notes
} = JSON.parse(process.env.FAKE_CUDA);
const create = ort.InferenceSession.create.bind(ort.InferenceSession);
const note = what => notes && fs.appendFileSync(notes, `${JSON.stringify({ pid: process.pid, ...what })}\n`);
let done = 0;

ort.InferenceSession.create = async (file, options) => {
  const [{ name, deviceId }] = options.executionProviders;
  if (name !== 'cuda') return create(file, options);
  if (loader) {
    const library = '/node_modules/onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime_providers_cuda.so';
    process.stderr.write(
      `2026-01-01 [E:onnxruntime:onnxruntime-node, provider_bridge_ort.cc:2146 Create] [ONNXRuntimeError] : 1 : FAIL : Failed to load library ${library} with error: ${loader}\n`
    );
    throw new Error('OrtSessionOptionsAppendExecutionProvider_Cuda: Failed to load shared library');
  }
  note({ deviceId });
  const session = await create(file, { ...options, executionProviders: ['cpu'] });
  return {
    inputMetadata: session.inputMetadata,
    async run(feeds) {
      const [[name, { dims }]] = Object.entries(feeds);
      if (name === 'image') {
        note({ looks: dims[0], side: dims[2], fits: dims[0] <= looks });
        if (dims[0] > looks) throw new Error('Failed to allocate memory for requested buffer of size 51380224');
      }
      if (dims[2] !== 112) return session.run(feeds);
      const fits = done >= passes ? then : room;
      note({ items: dims[0], fits: dims[0] <= fits });
      if (dims[0] > fits)
        throw new Error(
          "Non-zero status code returned while running Conv node. Name:'/stem/Conv' Status Message: /onnxruntime_src/onnxruntime/core/framework/bfc_arena.cc:376 void* onnxruntime::BFCArena::AllocateRawInternal(size_t, bool, onnxruntime::Stream*) Failed to allocate memory for requested buffer of size 51380224"
        );
      done++;
      return session.run(feeds);
    }
  };
};
